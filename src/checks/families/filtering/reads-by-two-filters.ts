import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { largestPage, listAt, pageItems, pagesOf } from '../../subjects/collection.ts';
import { Undecidable } from '../../kit/define.ts';
import { filterPairs, type ShownFilter } from '../../subjects/filters.ts';
import { defineScenario } from '../../kit/session.ts';
import { textAt, textsAt } from '../../scenarios/filters/filter-values.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { firstPage, firstPages, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';

/** Two filters with a value each, in the order of the query. */
export type Wanted = readonly { readonly parameter: string; readonly at: string; readonly value: string }[];

/** A read by two filters at once. */
export type BesideRead = { readonly wanted: Wanted; readonly exchange: Exchange };

/** The first page of a list, and reads of the list by two filters whose values that page shows. */
export type FiltersBeside = {
  readonly page: Exchange;
  /**
   * By values of which one item of the first page has only the first, and another only the second. Such a pair reveals
   * a filter without effect even where items need to meet only one of the two. In both orders.
   */
  readonly apart: readonly BesideRead[];
  /** By values that one item has together: a large page, and two pages of one item where two items have them. */
  readonly together: readonly (BesideRead & { readonly pages: Traversal | undefined })[];
};

const mostPairs = 3;

/** Reads a list by two filters at once, for values that the items of its first page show. */
export const filtersBeside = defineScenario<{ readonly operation: string }, FiltersBeside>({
  id: 'filters-beside',
  async run(session, { operation }) {
    const list = await listInUse(session, listAt(session.contract, { operation }));
    const { pages, last } = await referenceTraversal(session, list, 'first');
    const [page] = pages;
    if (!page) throw new Undecidable(`The list was answered ${outcomeOf(last)}`, [last]);
    const items = pageItems(list, page) ?? [];
    const apart: BesideRead[] = [];
    const together: (BesideRead & { pages: Traversal | undefined })[] = [];
    for (const filters of filterPairs(list)) {
      for (const wanted of pairsIn(items, filters)
        .filter((pair) => isApart(items, pair))
        .slice(0, mostPairs)) {
        for (const ordered of [wanted, wanted.toReversed()]) {
          apart.push({ wanted: ordered, exchange: await firstPage(session, list, [...queryOf(ordered), ...largestPage(list)]) });
        }
      }
      const shared = pairsIn(items, filters).map((wanted) => ({ wanted, count: items.filter((item) => meetsAll(item, wanted)).length }));
      for (const { wanted, count } of shared
        .filter((one) => one.count > 0)
        .sort((a, b) => b.count - a.count)
        .slice(0, mostPairs)) {
        const exchange = await firstPage(session, list, [...queryOf(wanted), ...largestPage(list)]);
        const traversal =
          count > 1 && list.paging ? await firstPages(session, list, [...queryOf(wanted), ...pagesOf(list, 1)], 2) : undefined;
        together.push({ wanted, exchange, pages: traversal });
      }
    }
    return { page, apart, together };
  },
});

const queryOf = (wanted: Wanted): (readonly [string, string])[] => wanted.map(({ parameter, value }) => [parameter, value] as const);

/** Two filters as the query spells them: `state=idle&kind=small`. */
export const askedBy = (wanted: Wanted): string =>
  queryOf(wanted)
    .map((pair) => pair.join('='))
    .join('&');

/** Does an item show the value that a filter asks for? */
export const meets = (item: unknown, { at, value }: Wanted[number]): boolean => textAt(item, at) === value;

const meetsAll = (item: unknown, wanted: Wanted): boolean => wanted.every((one) => meets(item, one));

const isApart = (items: readonly unknown[], [one, other]: Wanted): boolean => {
  if (!one || !other) return false;
  return items.some((item) => meets(item, one) && !meets(item, other)) && items.some((item) => meets(item, other) && !meets(item, one));
};

/** Every pair of values that the items show, whether together or not. */
const pairsIn = (items: readonly unknown[], [one, other]: readonly [ShownFilter, ShownFilter]): Wanted[] => {
  const shown = ({ at, parameter }: ShownFilter): Wanted[number][] =>
    textsAt(items, at).map((value) => ({ parameter: parameter.name, at, value }));
  return shown(one).flatMap((first) => shown(other).map((second) => [first, second]));
};
