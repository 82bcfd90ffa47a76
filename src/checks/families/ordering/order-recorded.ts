import type { Collection } from '../../../contract/model.ts';
import { readMoment } from '../../../contract/moment.ts';
import { isObject, valueAt, escapeToken } from '../../../contract/pointer.ts';
import { outcomeOf } from '../../../contract/message.ts';
import { inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { traverseAgain, traverseBySize, traversalsCost } from '../../scenarios/paging/traversals.ts';
import { itemsOfTraversal, keysIn, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { isPaged, lists } from '../../subjects/collection.ts';

/** Fewer items are often in some order by chance. */
const leastItems = 3;

export const orderRecorded = defineReadProbe({
  id: 'ordering/order-recorded',
  title: 'The order of a list is recorded',
  why: 'Where no order is documented, clients rely on the one that they see, and on seeing the same one next time.',
  fix: 'Nothing is broken; the documentation could state by what the list is sorted.',
  reads: 'collection',
  over: lists,
  requests: traversalsCost + 3,
  async run(list, session) {
    const collection = await listInUse(session, list);
    const first = await referenceTraversal(session, collection, 'first');
    if (!isPaged(collection)) return { first, second: await referenceTraversal(session, collection, 'again') };
    await traverseBySize(session, collection);
    return { first, second: await traverseAgain(session, collection) };
  },
  judge(collection, { first, second }) {
    for (const traversal of [first, second]) {
      if (traversal.end !== 'ended')
        return inconclusive(`The list was not read to its end: ${traversal.end}, ${outcomeOf(traversal.last)}`, [traversal.last]);
    }
    const items = itemsOfTraversal(collection, first);
    if (items.length < leastItems)
      return inconclusive(`The list holds only ${items.length} items; at least ${leastItems} are needed`, first.pages);
    const { key } = collection.operation;
    const sortedBy = Object.fromEntries(
      membersToSortBy(collection, items).map((at) => [at, directionOf(items.map((item) => valueAt(item, at)))]),
    );
    return observed([factOf('order.sorted-by', key, sortedBy), factOf('order.steady', key, isSteady(collection, first, second))]);
  },
});

/** Members that lists are usually sorted by: id, name, and every time that all items show. */
const membersToSortBy = ({ id, name }: Collection, items: readonly unknown[]): string[] => {
  const [first] = items;
  const times = Object.keys(isObject(first) ? first : {})
    .map((member) => `/${escapeToken(member)}`)
    .filter((at) => items.every((item) => timeOf(valueAt(item, at)) !== undefined));
  return [...new Set([id, name, ...times].filter((at) => at !== undefined))].sort();
};

const timeOf = (value: unknown): number | undefined => {
  const moment = readMoment(value);
  return moment?.hasTime ? moment.ms : undefined;
};

const compare = (a: unknown, b: unknown): number | undefined => {
  const [one, other] = [timeOf(a), timeOf(b)];
  if (one !== undefined && other !== undefined) return one - other;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b);
  return undefined;
};

const directionOf = (values: readonly unknown[]): 'ascending' | 'descending' | 'none' => {
  const steps = values.slice(1).map((value, n) => compare(values[n], value));
  if (steps.includes(undefined) || steps.every((step) => step === 0)) return 'none';
  if (steps.every((step) => step !== undefined && step <= 0)) return 'ascending';
  return steps.every((step) => step !== undefined && step >= 0) ? 'descending' : 'none';
};

/** Do two traversals show the items that are in both in the same order? */
const isSteady = (collection: Collection, first: Traversal, second: Traversal): boolean => {
  const [one, other] = [keysIn(collection, first), keysIn(collection, second)];
  const shared = new Set(one.filter((key) => other.includes(key)));
  const inBoth = (keys: readonly string[]): string => JSON.stringify(keys.filter((key) => shared.has(key)));
  return inBoth(one) === inBoth(other);
};
