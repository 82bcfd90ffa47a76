import { wordsOf } from '../../contract/infer/words.ts';
import { isScalar } from '../../model/json.ts';
import { isSameValue } from './same-value.ts';
import type { Resource } from './shown-resource.ts';

/** Words of members that go on between two answers, or are made for each of them. */
const ownOfAnswers: ReadonlySet<string> = new Set(
  'count counts views seen accessed viewed url href link token signature age online etag updated modified'.split(' '),
);

/** A list may show the beginning of a text. */
const isShortened = (whole: unknown, part: unknown): boolean =>
  typeof whole === 'string' &&
  typeof part === 'string' &&
  part.length < whole.length &&
  whole.startsWith(part.replace(/(?:\u2026|\.\.\.)$/u, '').trimEnd());

/** The members, among those with a name, whose values an item of a list and a read both show, as single ones of one type. */
export const comparedInList = (names: ReadonlySet<string>, item: Resource, read: Resource): readonly string[] =>
  Object.keys(item).filter((name) => {
    const [a, b] = [item[name], read[name]];
    const isMeant = names.has(name) && !wordsOf(name).some((word) => ownOfAnswers.has(word));
    return isMeant && isScalar(a) && isScalar(b) && a !== null && b !== null && typeof a === typeof b;
  });

/** Does a list show another value than a read of the same resource: it may show the beginning of a text. */
export const isListedOtherwise = (read: unknown, listed: unknown): boolean => !isSameValue(listed, read) && !isShortened(read, listed);
