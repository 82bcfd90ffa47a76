import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';

/** Words by which a document says that something belongs to nobody alone. */
const shared: ReadonlySet<string> = new Set(
  'public publicly published shared sharing share everyone everybody anyone anybody community collaborators collaborative global'.split(
    ' ',
  ),
);

/** People whom something is about, and not whom it is for: "everybody on a booking". */
const aboutPeople = /\b(?:everybody|everyone)(?= (?:on|in|of|aboard|booked|registered|enrolled|signed up|invited)\b)/giu;

/** Does a document say of an operation that what it is about is shared, or open to everybody. */
export const isForEverybody = ({ document }: Contract, { location, path, operationId = '', security }: Operation): boolean => {
  const node = valueAt(document, nodeOf(location));
  const { summary, description }: Readonly<Record<string, unknown>> = isObject(node) ? node : {};
  // Between backquotes stand names, such as those of kinds of events.
  const texts = [path, operationId, summary, description]
    .filter((one) => typeof one === 'string')
    .map((text) => text.replaceAll(/`[^`]*`/gu, ' ').replaceAll(aboutPeople, ' '));
  return security.some((names) => names.length === 0) || texts.some((text) => wordsOf(text).some((word) => shared.has(word)));
};
