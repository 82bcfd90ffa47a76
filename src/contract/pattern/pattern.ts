import { boundedMatch, type BoundedMatch } from './bounded-match.ts';
import { doubtfulWords, foreignWords } from './foreign-pattern.ts';

/** A `pattern` of a document that is understood. */
export type Pattern = {
  readonly kind: 'pattern';
  readonly source: string;
  /** For making texts. Whoever searches with it in a text of somebody else uses `matches`, which ends. */
  readonly expression: RegExp;
  /** Is it found somewhere in the text; undefined where that could not be found out in time: then nothing is known. */
  readonly matches: BoundedMatch;
};

/** A `pattern` that is not understood, so that nothing can be judged by it. */
export type UnreadPattern = { readonly kind: 'unread'; readonly source: string; readonly reason: string };

const read = new Map<string, Pattern | UnreadPattern>();

/**
 * Reads a regular expression of a document (JSON Schema 2020-12, Core section 6.4: ECMA-262 with the rules of Unicode; without
 * them where only that compiles and cannot mean anything else). Never throws. It is searched for anywhere in a text.
 */
export const readPattern = (source: string): Pattern | UnreadPattern => {
  const known = read.get(source);
  if (known) return known;
  const made = readAnew(source);
  read.set(source, made);
  return made;
};

/** Is a pattern found somewhere in a text; undefined where it is not understood, or that could not be found out in time. */
export const matchesPattern = (source: string, text: string): boolean | undefined => {
  const pattern = readPattern(source);
  return pattern.kind === 'pattern' ? pattern.matches(text) : undefined;
};

const readAnew = (source: string): Pattern | UnreadPattern => {
  const unread = (why: string): UnreadPattern => ({
    kind: 'unread',
    source,
    reason: `${JSON.stringify(source)} is no regular expression of ECMA-262: ${why}`,
  });
  const strict = compiled(source, 'u');
  const other = foreignWords(source, strict instanceof RegExp ? undefined : strict);
  if (other !== undefined) return unread(other);
  const expression = strict instanceof RegExp ? strict : compiled(source, '');
  if (!(expression instanceof RegExp)) return unread(expression);
  const doubt = expression === strict ? undefined : doubtfulWords(source);
  if (doubt !== undefined) return unread(doubt);
  return { kind: 'pattern', source, expression, matches: boundedMatch(expression) };
};

/** The expression, or what is wrong with it in the words of the engine. */
const compiled = (source: string, flags: string): RegExp | string => {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    const [stated = 'it does not compile'] = (error instanceof Error ? error.message : String(error)).split('\n');
    return stated.split(': ').at(-1) ?? stated;
  }
};
