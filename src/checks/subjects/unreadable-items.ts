import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { alternativesOf } from '../../contract/infer/schema-parts.ts';
import { statementsOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import type { ReadItems } from './read-items.ts';
import { idText, type Resource } from './shown-resource.ts';

const removed = '(?:deleted|removed|trashed|erased|purged|discarded)';
const markName = new RegExp(`^(?:is )?${removed}(?: at| on| time| by)?$`, 'u');
const markValue = new RegExp(`^(?:soft )?${removed}$`, 'u');

/** Does an item itself say that it was removed, and is only still listed. */
const isMarked = (item: Resource): boolean =>
  Object.entries(item).some(([name, value]) =>
    markName.test(wordsOf(name).join(' '))
      ? value !== null && value !== false && value !== ''
      : typeof value === 'string' && value.length < 20 && markValue.test(wordsOf(value).join(' ')),
  );

/** Names of members that say whose an item is. */
const owning = /owner|user|account|tenant|organi[sz]ation|company|customer|team|workspace|author|creator|created_?by|member/iu;

/** Is an item somebody's of whom no other item could be read: a directory may list what only its owner may open, and answer 404 to others. */
const isOfOthers = (item: Resource, readable: readonly Resource[]): boolean =>
  Object.entries(item).some(([name, value]) => {
    const own = idText(value);
    return own !== undefined && owning.test(name) && readable.every((one) => idText(one[name]) !== own);
  });

/** Words by which a refusal depends on who asks, or on what a thing is. */
const depending =
  /\b(?:visible|hidden|private|yours?|own|owned|owner|belongs?|access\w*|permi\w+|allowed|may not|deleted|removed|expired|no longer|not yet|already)\b/iu;

/** Each word that an item shows as one of a few values, such as its state. */
const valuesOf = (items: readonly unknown[]): ReadonlySet<string> =>
  new Set(
    items.flatMap((item) =>
      Object.values(Object(item) as Resource).flatMap((value) =>
        typeof value === 'string' && /^[A-Za-z][\w-]{2,30}$/u.test(value) ? [wordsOf(value).join(' ')] : [],
      ),
    ),
  );

/** What a document says of a status of a read: at its answer, and in each sentence about it. */
const saidOf = ({ document }: Contract, { responses, location }: Operation, status: number): readonly string[] => [
  ...responses.filter((one) => one.status === String(status)).flatMap((one) => saidIn(valueAt(document, nodeOf(one.location)))),
  ...saidIn(valueAt(document, nodeOf(location)))
    .flatMap(statementsOf)
    .filter((one) => one.includes(String(status)) || (status === 404 ? /\bnot found\b/iu : /\bgone\b/iu).test(one)),
];

/** Does the document have more kinds of items than the read shows: what is at another path may be listed among them. */
const isMixed = ({ document }: Contract, { list, read }: ReadItems): boolean => {
  const [listed] = describedLists({ document, operations: [list.operation] });
  const kinds = listed === undefined ? 1 : alternativesOf(document, listed.item).length;
  const shown = read.responses.find(({ status }) => status.startsWith('2'))?.content[0]?.schema;
  return kinds > 1 && kinds > alternativesOf(document, shown).length;
};

type Unreadable = {
  readonly status: number;
  readonly item: Resource;
  /** All items of the list. */
  readonly items: readonly unknown[];
  /** Items that could be read. */
  readonly readable: readonly Resource[];
};

/**
 * May a service list an item and answer 404 or 410 to a read of it: the item says that it is removed, is that of somebody else, or of another kind; the read takes another
 * credential than the list; or the document describes the status by the state of what is there ("410: the link has expired"), or by who asks.
 */
export const mayBeUnreadable = (contract: Contract, subject: ReadItems, { status, item, items, readable }: Unreadable): boolean => {
  const { list, read } = subject;
  if (status === 410 && read.responses.some((one) => one.status === '410')) return true;
  if (isMarked(item) || isOfOthers(item, readable) || isMixed(contract, subject)) return true;
  if (list.operation.secured !== read.secured || list.operation.takesKey !== read.takesKey) return true;
  const values = valuesOf(items);
  return saidOf(contract, read, status).some((text) => {
    const words = ` ${wordsOf(text).join(' ')} `;
    return depending.test(text) || [...values].some((value) => words.includes(` ${value} `));
  });
};
