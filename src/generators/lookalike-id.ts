/** Characters at the end of an id that are replaced: at least sixteen million ids have the same shape. */
export const replaced = 6;

/** Gives `count` hexadecimal digits that are the same in every run with one seed. */
export type Digits = (label: string, count: number) => string;

/**
 * An id of the same shape as another: its last six letters and digits are replaced by drawn ones of the same kind (a digit by a digit, a to
 * f by one of a to f, another letter by a letter of its case). Undefined where it has fewer than six, because then the result may well
 * exist.
 */
export const lookalikeId = (id: string, digits: Digits): string | undefined => {
  const original = Array.from(id);
  const characters = [...original];
  const positions = [...original.keys()].filter((index) => /[0-9A-Za-z]/.test(original[index] ?? '')).slice(-replaced);
  if (positions.length < replaced) return undefined;
  const [first] = positions;
  for (let draw = 0; draw < 8; draw++) {
    const drawn = digits(`unknown-id-${draw}`, replaced * 2);
    for (const [n, index] of positions.entries()) {
      const number = Number.parseInt(drawn.slice(n * 2, n * 2 + 2), 16);
      // A number with a leading 0 may be read as a shorter one, which may exist.
      const leading = index === first && index === 0;
      characters[index] = sameKind(original[index] ?? '', number, leading);
    }
    const made = characters.join('');
    if (made !== id) return made;
  }
  return undefined;
};

const sameKind = (character: string, number: number, leading: boolean): string => {
  const draw = (alphabet: string): string => alphabet[number % alphabet.length] ?? '';
  if (/\d/.test(character)) return draw(leading ? '123456789' : '0123456789');
  if (/[a-f]/.test(character)) return draw('abcdef');
  if (/[A-F]/.test(character)) return draw('ABCDEF');
  return /[a-z]/.test(character) ? draw('abcdefghijklmnopqrstuvwxyz') : draw('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
};
