import { distance } from 'fastest-levenshtein';

/** Two neighbouring letters are swapped: one typing error, though two edits. */
const isSwapped = (a: string, b: string): boolean => {
  const at = a.split('').findIndex((letter, index) => letter !== b[index]);
  return a.length === b.length && at !== -1 && a.slice(0, at) + (a[at + 1] ?? '') + (a[at] ?? '') + a.slice(at + 2) === b;
};

/**
 * The known name that a misspelt one most likely means; undefined where none is near. Near means at most a third of the longer name
 * differs, or a single typing error. Letter case is ignored.
 */
export const nearest = (name: string, known: readonly string[]): string | undefined => {
  const wanted = name.toLowerCase();
  const ranked = known
    .map((candidate) => {
      const other = candidate.toLowerCase();
      return { candidate, away: isSwapped(wanted, other) ? 1 : distance(wanted, other) };
    })
    .filter(({ candidate, away }) => away <= Math.max(1, Math.floor(Math.max(name.length, candidate.length) / 3)))
    .sort((a, b) => a.away - b.away);
  return ranked[0]?.candidate;
};

/** `, did you mean "x"?`, or the known names where none is near. */
export const suggestion = (name: string, known: readonly string[]): string => {
  const near = nearest(name, known);
  if (near !== undefined) return `, did you mean "${near}"?`;
  if (known.length === 0) return '';
  const shown = known.slice(0, 12);
  return `; known: ${shown.join(', ')}${shown.length < known.length ? ` and ${known.length - shown.length} more` : ''}`;
};
