/**
 * What other regular expression languages write and ECMA-262 does not, or reads in another way. A pattern with one of these was
 * written for another engine, and is better left unjudged than read wrongly.
 */
const foreign: readonly (readonly [words: RegExp, what: string])[] = [
  [/^\/(?:\^.*|.*\$)\/[a-z]*$/s, 'it stands between slashes, as literals of a programming language do'],
  [/\(\?[a-z]+(?:-[a-z]+)?\)/i, 'it sets flags inside, as (?i) does in PCRE'],
  [/\(\?P[<=>]/, 'it names a group as Python does'],
  [/\(\?>/, 'it holds an atomic group'],
  [/\(\?#/, 'it holds a comment'],
  [/\[\[:\^?[a-z]+:\]/i, 'it holds a class of POSIX, such as [:alpha:]'],
  [/(?:[*+?]|\{\d+(?:,\d*)?\})\+/, 'it holds a possessive quantifier'],
  [/\\[AZzGQEKhHRXN]/, 'it holds an escape of PCRE, such as \\A or \\z'],
];

/** Words that mean something else, or nothing, where a pattern is read without the rules of Unicode (ECMA-262, Annex B.1.2). */
const doubtful: readonly (readonly [words: RegExp, what: string])[] = [
  [/\\p/i, 'it asks for a Unicode property that ECMA-262 does not know'],
  [/^[^(]*\\[1-9]/s, 'it refers to a group that is not there'],
  [/\{,\d+\}/, 'it holds a quantifier without a least number'],
  [/&&\[/, 'it holds an intersection of classes'],
  [/\\(?:u\{|x(?![\da-f]{2})|u(?![\da-f]{4})|c(?![a-z]))/i, 'it holds an escape that is not whole'],
  [/\\[a-zA-Z]/, 'it holds an escape that ECMA-262 does not know'],
];

/** Escapes of letters that mean the same with and without the rules of Unicode. */
const known = /\\(?:[dDwWsSbBnrtvf]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|c[a-zA-Z]|k<\w+>)/g;

const found = (table: typeof foreign, text: string): string | undefined => table.find(([words]) => words.test(text))?.[1];

/** Pairs of backslashes go first, so that what follows them is no escape. */
const withoutBackslashes = (source: string): string => source.replaceAll('\\\\', '');

/** Why a pattern belongs to another language, in words; undefined where nothing shows it. */
export const foreignWords = (source: string, error: string | undefined): string | undefined => {
  const text = withoutBackslashes(source);
  // Between slashes it compiles everywhere and means nothing that was meant.
  if (error === undefined) return found(foreign.slice(0, 1), text);
  return found(foreign, text);
};

/** Why a pattern that compiles only without the rules of Unicode may mean something else; undefined where it cannot. */
export const doubtfulWords = (source: string): string | undefined =>
  found([...foreign, ...doubtful], withoutBackslashes(source).replaceAll(known, '_'));
