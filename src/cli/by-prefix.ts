import { UsageError } from '../config/usage-error.ts';

/** Most candidates that a message names. */
const mostNamed = 10;

/** The first names of a list, and how many more there are. */
export const listed = (names: readonly string[]): string => {
  const rest = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
};

/**
 * The only name that begins with a text; undefined where none does.
 * @param what What the names are, for the message: `a run`.
 * @param wordsOf What a name stands for, where it is no word itself.
 * @throws {UsageError} where several begin so, with the candidates.
 */
export const byPrefix = (
  text: string,
  names: Iterable<string>,
  what: string,
  wordsOf: (name: string) => string | undefined = () => undefined,
): string | undefined => {
  const found = text === '' ? [] : [...new Set(names)].filter((name) => name.startsWith(text)).toSorted();
  if (found.length < 2) return found[0];
  const lines = found.slice(0, mostNamed).map((name) => {
    const words = wordsOf(name);
    return `\n  ${name}${words === undefined ? '' : `: ${words}`}`;
  });
  const rest = found.length > mostNamed ? `\n  and ${found.length - mostNamed} more` : '';
  throw new UsageError(`Cannot choose ${what}: "${text}" is the beginning of ${found.length}, name one of${lines.join('')}${rest}`);
};
