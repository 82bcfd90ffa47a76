import type { Collection } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { largestPage } from '../../subjects/collection.ts';
import { isShown, type ShownFilter } from '../../subjects/filter-at.ts';
import type { Session } from '../../kit/session.ts';
import { listInUse } from '../paging/offered-styles.ts';
import { firstPage, itemsOfWalk, referenceWalk, type Walk } from '../paging/walk.ts';

type Wanted = { readonly filter: ShownFilter; readonly value: string };

/** A read by two filters, in the order of the query. */
export type CombinedRead = { readonly wanted: readonly Wanted[]; readonly exchange: Exchange };

export type CombinedReads = { readonly list: Walk; readonly reads: readonly CombinedRead[] };

/** Every two filters whose values the items show. */
export const filterPairs = ({ filters }: Collection): (readonly [ShownFilter, ShownFilter])[] => {
  const shown = filters.filter(isShown);
  return shown.flatMap((one, n) => shown.slice(n + 1).map((other) => [one, other] as const));
};

/**
 * Reads a list by two filters at once, for values of which some item has the first and not the second, and some item
 * the second and not the first: a filter that is dropped then shows. The last pair is asked for in both orders.
 */
export const combinedReads = async (session: Session, collection: Collection): Promise<CombinedReads> => {
  const inUse = await listInUse(session, collection);
  const list = await referenceWalk(session, inUse, 'first');
  const items = itemsOfWalk(collection, list);
  const reads: CombinedRead[] = [];
  const ask = async (wanted: readonly Wanted[]): Promise<void> => {
    const query = [...wanted.map(({ filter, value }) => [filter.parameter.name, value] as const), ...largestPage(inUse)];
    reads.push({ wanted, exchange: await firstPage(session, inUse, query) });
  };
  for (const pair of filterPairs(collection)) {
    const chosen = tellingPairs(items, pair);
    for (const wanted of chosen) await ask(wanted);
    const last = chosen.at(-1);
    if (last) await ask(last.toReversed());
  }
  return { list, reads };
};

/** One pair of values that shows both ways of dropping a filter, else one for each way that the items allow. */
const tellingPairs = (items: readonly unknown[], [one, other]: readonly [ShownFilter, ShownFilter]): (readonly Wanted[])[] => {
  const shown = items.map((item) => [valueAt(item, one.at), valueAt(item, other.at)] as const);
  // A printed value that no item has is asked for too, after those that some have: nothing may match it.
  const valuesOf = (n: 0 | 1, { values = [] }: ShownFilter): string[] => {
    const texts = new Set(shown.map((pair) => pair[n]).filter((value): value is string => typeof value === 'string' && value !== ''));
    const usable = values.length > 0 ? [...texts].filter((text) => values.includes(text)) : [...texts];
    return [...new Set([...usable, ...values])];
  };
  const pairs = valuesOf(0, one).flatMap((first) => valuesOf(1, other).map((second) => [first, second] as const));
  const dropsOther = ([first, second]: readonly [string, string]): boolean => shown.some(([a, b]) => a === first && isOther(b, second));
  const dropsOne = ([first, second]: readonly [string, string]): boolean => shown.some(([a, b]) => isOther(a, first) && b === second);
  const both = pairs.find((pair) => dropsOther(pair) && dropsOne(pair));
  const chosen = both ? [both] : [pairs.find(dropsOther), pairs.find(dropsOne)].filter((pair) => pair !== undefined);
  return chosen.map(([first, second]) => [
    { filter: one, value: first },
    { filter: other, value: second },
  ]);
};

const isOther = (shown: unknown, wanted: string): boolean => typeof shown === 'string' && shown !== wanted;
