import { boundedMatch, type BoundedMatch } from './bounded-match.ts';
import { doubtfulWords, foreignWords } from './foreign-pattern.ts';

/** A `pattern` of a document that could be read. */
export type Pattern = {
  readonly kind: 'pattern';
  readonly source: string;
  /** For generating texts. To search in a text from outside, use `matches`, which always ends. */
  readonly expression: RegExp;
  /** Whether it matches somewhere in a text; undefined where the search took too long. */
  readonly matches: BoundedMatch;
};

/** A `pattern` that could not be read; nothing is judged by it. */
export type UnreadPattern = { readonly kind: 'unread'; readonly source: string; readonly reason: string };

const read = new Map<string, Pattern | UnreadPattern>();

/**
 * Reads a regular expression of a document (JSON Schema 2020-12, Core section 6.4: ECMA-262 with the rules of Unicode). Where it compiles
 * only without these rules, and has only one meaning, it is read without them. It matches anywhere in a text. Never throws.
 */
export const readPattern = (source: string): Pattern | UnreadPattern => {
  const known = read.get(source);
  if (known) return known;
  const made = readAnew(source);
  read.set(source, made);
  return made;
};

/** Whether a pattern matches somewhere in a text; undefined where it could not be read, or where the search took too long. */
export const matchesPattern = (source: string, text: string): boolean | undefined => {
  const pattern = readPattern(source);
  return pattern.kind === 'pattern' ? pattern.matches(text) : undefined;
};

const readAnew = (source: string): Pattern | UnreadPattern => {
  const unread = (why: string): UnreadPattern => ({
    kind: 'unread',
    source,
    reason: `${JSON.stringify(source)} is not a regular expression of ECMA-262: ${why}`,
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

/** The expression, or the error message of the engine. */
const compiled = (source: string, flags: string): RegExp | string => {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    const [message = 'it does not compile'] = (error instanceof Error ? error.message : String(error)).split('\n');
    return message.split(': ').at(-1) ?? message;
  }
};
