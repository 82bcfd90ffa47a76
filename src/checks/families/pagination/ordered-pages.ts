import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { OfferedOrder } from '../../../contract/x-assay/lists.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass, type Subject, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { countOf, keysIn, referenceTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
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
const mostItems = 60;

/** One order of each member that the list can be ordered by, then the others. */
const chosen = (orders: readonly OfferedOrder[]): readonly OfferedOrder[] => {
  const firsts = orders.filter(({ by }, n) => orders.findIndex((one) => one.by === by) === n);
  return [...firsts, ...orders.filter((one) => !firsts.includes(one))].slice(0, mostOrders);
};

type Walked = { readonly order: OfferedOrder; readonly traversal: Traversal };

type Result = { readonly before: Traversal; readonly walked: readonly Walked[]; readonly after: Traversal | undefined };

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
  requests: mostOrders * mostItems,
  async run({ orders, ...list }, session) {
    const before = await referenceTraversal(session, list, 'first');
    const count = countOf(list, before);
    if (before.end !== 'ended' || count < leastItems || count > mostItems) return { before, walked: [], after: undefined };
    const walked: Walked[] = [];
    for (const order of chosen(orders)) {
      // In pages of one item each neighbour is divided; of a longer list some are.
      const query = [...Object.entries(order.query), ...pagesOf(list, Math.max(1, Math.round(count / 20)))];
      walked.push({ order, traversal: await traverseList(session, list, { query, pages: count + spare, turn: 'ordered' }) });
    }
    return { before, walked, after: await referenceTraversal(session, list, 'after the orders') };
  },
  judge(list, { before, walked, after }) {
    if (before.end !== 'ended') return inconclusive(`The whole list could not be read: ${outcomeOf(before.last)}`, [before.last]);
    if (after?.end !== 'ended')
      return inconclusive(`The list holds ${countOf(list, before)} items; from ${leastItems} to ${mostItems} are read`, [before.last]);
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
