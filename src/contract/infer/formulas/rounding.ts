/** How the last digit of a derived number comes about. */
export type Rounding = {
  readonly way: 'half up' | 'nearest' | 'to even' | 'up' | 'down';
  /** Digits after the point; undefined where the sentence does not say. */
  readonly digits: number | undefined;
};

const digitWords: readonly string[] = ['no', 'one', 'two', 'three', 'four'];

const digitsIn = (text: string): number | undefined => {
  const places = /\b(?<count>no|one|two|three|four|\d) (?:decimals?|decimal places?|digits?)\b/iu
    .exec(text)
    ?.groups?.['count']?.toLowerCase();
  if (places !== undefined) return digitWords.includes(places) ? digitWords.indexOf(places) : Number(places);
  return /\bto (?:the |a )?(?:next |nearest )?(?:whole|full|integer)\b/iu.test(text) ? 0 : undefined;
};

/** Each part is rounded, and not the whole. */
const ofParts = /\b(?:per|each|every) \p{L}+|\bline by line\b/iu;

/** "rounded to the cent (half a cent up)", "rounded half up to two decimals", "rounded up to whole minutes"; undefined where it says nothing of the whole. */
export const roundingIn = (text: string): Rounding | undefined => {
  if (ofParts.test(text) && !/\bnot\b/iu.test(text)) return undefined;
  const digits = digitsIn(text);
  if (/\bhalf\b[^.]*\bup\b|\bhalf[- ]up\b|\bcommercially\b/iu.test(text)) return { way: 'half up', digits };
  if (/\bhalf\b|\beven\b/iu.test(text)) return { way: 'to even', digits };
  if (/\brounded (?:always |\w+ )?up\b|\bupwards?\b/iu.test(text)) return { way: 'up', digits };
  if (/\brounded (?:always |\w+ )?down\b|\bdownwards?\b|\btruncated\b/iu.test(text)) return { way: 'down', digits };
  return { way: 'nearest', digits };
};
