import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { OfferedOrder } from '../../../contract/x-assay/lists.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass, type Subject, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { countOf, itemsOfTraversal, keysIn, referenceTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
import { leastItems, spare } from '../../scenarios/paging/traversals.ts';
import { hasIds, isSized, type PagedList, pagedLists, pagesOf } from '../../subjects/collection.ts';
import { definePagedProbe } from './paged-probe.ts';

/** A paged list with orders that a read can ask for. */
type OrderedList = PagedList & Subject & { readonly orders: readonly OfferedOrder[] };

const orderedLists = (contract: Contract): OrderedList[] =>
  pagedLists(contract)
    .filter((list) => hasIds(list) && isSized(list))
    .flatMap((list) => {
      const orders = list.operation.conventions.ordering?.offered?.orders ?? [];
      return orders.length === 0 ? [] : [{ ...list, orders }];
    });

/** Most orders that are read, one of each member first, and the longest list. */
const mostOrders = 4;
const mostItems = 1000;

/** About so many pages an order is read in, and most pages of it. */
const usualPages = 20;
const mostPages = 30;

/** Most pages of an order that is read once more, so that its first page ends between two equal items. */
const mostTied = 12;

/** One order of each member that the list can be ordered by, then the others. */
const chosen = (orders: readonly OfferedOrder[]): readonly OfferedOrder[] => {
  const firsts = orders.filter(({ by }, n) => orders.findIndex((one) => one.by === by) === n);
  return [...firsts, ...orders.filter((one) => !firsts.includes(one))].slice(0, mostOrders);
};

type Walked = { readonly order: OfferedOrder; readonly traversal: Traversal };

type Result = { readonly before: Traversal; readonly walked: readonly Walked[]; readonly after: Traversal | undefined };

/** The longest list whose orders are read in few enough pages. */
const longest = ({ paging: { maximumSize = Infinity } }: PagedList): number => Math.min(mostItems, mostPages * maximumSize);

/** The size of the pages in which an order is read first: of one item in a short list, so that each neighbour is divided. */
const usualSize = ({ paging: { maximumSize = Infinity } }: PagedList, count: number): number =>
  Math.min(Math.max(1, Math.round(count / usualPages)), maximumSize);

/**
 * The size of pages of which the first ends between two items with the same value, and others do as often as possible: what two equal items are ordered by may be another
 * thing on the first page than on all others. Undefined where the usual size does so, or none does in few pages.
 */
const tiedSize = (list: PagedList, { by }: OfferedOrder, items: readonly unknown[]): number | undefined => {
  const values = items.map((item) => JSON.stringify(valueAt(item, by)));
  const isTied = (place: number): boolean => place < values.length && values[place] !== undefined && values[place - 1] === values[place];
  if (isTied(usualSize(list, items.length))) return undefined;
  const least = Math.max(1, Math.ceil(items.length / mostTied));
  const greatest = Math.min(items.length - 1, list.paging.maximumSize ?? Infinity);
  const sizes = Array.from({ length: Math.max(0, greatest - least + 1) }, (_, n) => least + n).filter(isTied);
  const tiesOf = (size: number): number =>
    Array.from({ length: Math.floor(items.length / size) }, (_, n) => (n + 1) * size).filter(isTied).length;
  return sizes.toSorted((one, other) => tiesOf(other) - tiesOf(one))[0];
};

const askedBy = ({ query }: OfferedOrder): string =>
  Object.entries(query)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

export const orderedComplete = definePagedProbe<OrderedList, Result>({
  id: 'pagination/ordered-walk-complete',
  title: 'Reading page by page in an order that was asked for yields every item once',
  why: 'Items with the same price or time fall through between two pages, or come twice, where the order alone decides where a page begins.',
  fix: 'Order by a unique key after the asked one, and begin each page after the last item by both.',
  reads: 'pagination',
  over: orderedLists,
  requests: mostOrders * (mostPages + mostTied + 2 * spare),
  async run({ orders, ...list }, session) {
    const before = await referenceTraversal(session, list, 'first');
    const count = countOf(list, before);
    if (before.end !== 'ended' || count < leastItems || count > longest(list)) return { before, walked: [], after: undefined };
    const walked: Walked[] = [];
    for (const order of chosen(orders)) {
      const inPages = async (size: number): Promise<Traversal> => {
        const query = [...Object.entries(order.query), ...pagesOf(list, size)];
        const traversal = await traverseList(session, list, { query, pages: Math.ceil(count / size) + spare, turn: 'ordered' });
        walked.push({ order, traversal });
        return traversal;
      };
      const usual = await inPages(usualSize(list, count));
      const tied = usual.end === 'ended' ? tiedSize(list, order, itemsOfTraversal(list, usual)) : undefined;
      if (tied !== undefined) await inPages(tied);
    }
    return { before, walked, after: await referenceTraversal(session, list, 'after the orders') };
  },
  judge(list, { before, walked, after }) {
    if (before.end !== 'ended') return inconclusive(`The whole list could not be read: ${outcomeOf(before.last)}`, [before.last]);
    if (after?.end !== 'ended')
      return inconclusive(`The list holds ${countOf(list, before)} items; from ${leastItems} to ${longest(list)} are read`, [before.last]);
    const [first, last] = [before, after].map((one) => keysIn(list, one).toSorted());
    if (JSON.stringify(first) !== JSON.stringify(last))
      return inconclusive('The list changed meanwhile, which may shift the later pages', [before.last, after.last]);
    const verdicts = walked.map((one) => judgeWalk(list, first ?? [], one));
    return (
      verdicts.find(({ kind }) => kind === 'unconfirmed') ?? verdicts.find(({ kind }) => kind === 'inconclusive') ?? pass(verdicts.length)
    );
  },
});

const judgeWalk = (list: PagedList, known: readonly string[], { order, traversal }: Walked): Verdict | Unconfirmed => {
  const { pages, end, last } = traversal;
  if (end !== 'ended') return inconclusive(`The pages by ${askedBy(order)} did not reach the end (${end})`, [last]);
  const found = keysIn(list, traversal);
  const missing = known.filter((key) => !found.includes(key));
  const twice = found.filter((key, n) => found.indexOf(key) !== n);
  if (missing.length === 0 && twice.length === 0) return pass(pages.length);
  const actual = missing.length > 0 ? `${missing.length} missing: ${missing[0]}` : `${twice.length} twice: ${twice[0]}`;
  const finding = {
    where: `query ${Object.keys(order.query).join(', ')}`,
    expected: `each of ${known.length} items once for ${askedBy(order)}`,
    actual,
  };
  return unconfirmed(fail({ code: 'order-loses-items', ...finding }, [last, ...pages.slice(0, -1)]));
};
