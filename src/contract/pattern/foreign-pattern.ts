/**
 * Syntax of other regular expression languages that ECMA-262 does not have or reads differently. A pattern with one of these was written
 * for another engine, and is not judged rather than read wrongly.
 */
const foreign: readonly (readonly [words: RegExp, what: string])[] = [
  [/^\/(?:\^.*|.*\$)\/[a-z]*$/s, 'it is enclosed in slashes, like a literal of a programming language'],
  [/\(\?[a-z]+(?:-[a-z]+)?\)/i, 'it sets flags inside, like (?i) in PCRE'],
  [/\(\?P[<=>]/, 'it names a group with the syntax of Python'],
  [/\(\?>/, 'it has an atomic group'],
  [/\(\?#/, 'it has a comment'],
  [/\[\[:\^?[a-z]+:\]/i, 'it has a class of POSIX, such as [:alpha:]'],
  // In a class of characters, such as [*+], nothing is a quantifier.
  [/^(?:[^[\\]|\\.|\[(?:[^\]\\]|\\.)*\])*?(?:[*+?]|\{\d+(?:,\d*)?\})\+/s, 'it has a possessive quantifier'],
  [/\\[AZzGQEKhHRXN]/, 'it has an escape of PCRE, such as \\A or \\z'],
];

/** Syntax that has another meaning, or none, where a pattern is read without the rules of Unicode (ECMA-262, Annex B.1.2). */
const doubtful: readonly (readonly [words: RegExp, what: string])[] = [
  [/\\p/i, 'it uses a Unicode property that ECMA-262 does not have'],
  [/^[^(]*\\[1-9]/s, 'it refers to a group that does not exist'],
  [/\{,\d+\}/, 'it has a quantifier without a lower bound'],
  [/&&\[/, 'it has an intersection of classes'],
  [/\\(?:u\{|x(?![\da-f]{2})|u(?![\da-f]{4})|c(?![a-z]))/i, 'it has an incomplete escape'],
  [/\\[a-zA-Z]/, 'it has an escape that ECMA-262 does not have'],
];

/** Escapes of letters that mean the same with and without the rules of Unicode. */
const known = /\\(?:[dDwWsSbBnrtvf]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|c[a-zA-Z]|k<\w+>)/g;

const found = (table: typeof foreign, text: string): string | undefined => table.find(([words]) => words.test(text))?.[1];

/** Pairs of backslashes are removed, so that what follows them is not taken for an escape. */
const withoutBackslashes = (source: string): string => source.replaceAll('\\\\', '');

/** Why a pattern belongs to another language, in words; undefined where nothing shows that it does. */
export const foreignWords = (source: string, error: string | undefined): string | undefined => {
  const text = withoutBackslashes(source);
  // A pattern in slashes compiles, but does not mean what its author meant.
  if (error === undefined) return found(foreign.slice(0, 1), text);
  return found(foreign, text);
};

/** Why a pattern that compiles only without the rules of Unicode may mean something else; undefined where it cannot. */
export const doubtfulWords = (source: string): string | undefined =>
  found([...foreign, ...doubtful], withoutBackslashes(source).replaceAll(known, '_'));
