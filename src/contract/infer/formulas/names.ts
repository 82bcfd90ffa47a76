import { singular } from '../singular.ts';
import { wordsOf } from '../words.ts';

/** Words by which a name may go on without changing what it means: `taxAmount` is "the tax". */
const suffixes: ReadonlySet<string> = new Set(['amount', 'total', 'sum', 'value', 'price', 'cents', 'count']);

/** The words of a name or a text, in small letters with a blank between them. */
export const normal = (text: string): string => wordsOf(text).join(' ');

/** The only name that words mean: itself, or with a word behind it that says what kind of number it is. */
export const named = (words: string, names: readonly string[]): string | undefined => {
  const same = names.filter((name) => normal(name) === words || normal(name) === singular(words));
  if (same.length > 0) return same.length === 1 ? same[0] : undefined;
  const longer = names.filter((name) => {
    const parts = wordsOf(name);
    return suffixes.has(parts.at(-1) ?? '') && parts.slice(0, -1).join(' ') === words;
  });
  return longer.length === 1 ? longer[0] : undefined;
};
