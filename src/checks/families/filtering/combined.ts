import { outcomeOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import type { Session } from '../../kit/session.ts';
import { isScalar } from '../../../model/json.ts';
import { certainValues, textAt } from '../../scenarios/filters/filter-values.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { firstPage, itemsOfTraversal, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { largestPage, pageItems } from '../../subjects/collection.ts';
import { filterPairs, listPrerequisites, listsWithPairs, type ListWithPairs, type ShownFilter } from '../../subjects/filters.ts';

type Wanted = { readonly filter: ShownFilter; readonly value: string };

/** A read by two filters, in the order of the query. */
type CombinedRead = { readonly wanted: readonly Wanted[]; readonly exchange: Exchange };

type CombinedReads = { readonly list: Traversal; readonly reads: readonly CombinedRead[] };

/**
 * Reads a list by two filters at once. The values are such that one item has the first value only and another the
 * second only, so that either filter shows when the server drops it. The last pair is asked for in both orders.
 */
const combinedReads = async (session: Session, collection: Collection): Promise<CombinedReads> => {
  const inUse = await listInUse(session, collection);
  const list = await referenceTraversal(session, inUse, 'first');
  const items = itemsOfTraversal(collection, list);
  const reads: CombinedRead[] = [];
  const ask = async (wanted: readonly Wanted[]): Promise<void> => {
    const query = [...wanted.map(({ filter, value }) => [filter.parameter.name, value] as const), ...largestPage(inUse)];
    reads.push({ wanted, exchange: await firstPage(session, inUse, query) });
  };
  for (const pair of filterPairs(collection)) {
    const chosen = revealingPairs(items, pair);
    for (const wanted of chosen) await ask(wanted);
    const last = chosen.at(-1);
    if (last) await ask(last.toReversed());
  }
  return { list, reads };
};

/** One pair of values that reveals whichever filter is dropped; else one pair for each filter for which the items allow it. */
const revealingPairs = (items: readonly unknown[], [one, other]: readonly [ShownFilter, ShownFilter]): (readonly Wanted[])[] => {
  const shown = items.map((item) => [textAt(item, one.at), textAt(item, other.at)] as const);
  // Documented values that no item has come after those that some item has.
  const pairs = certainValues(items, one).flatMap((first) => certainValues(items, other).map((second) => [first, second] as const));
  const revealsOther = ([first, second]: readonly [string, string]): boolean => shown.some(([a, b]) => a === first && isOther(b, second));
  const revealsOne = ([first, second]: readonly [string, string]): boolean => shown.some(([a, b]) => isOther(a, first) && b === second);
  const both = pairs.find((pair) => revealsOther(pair) && revealsOne(pair));
  const chosen = both ? [both] : [pairs.find(revealsOther), pairs.find(revealsOne)].filter((pair) => pair !== undefined);
  return chosen.map(([first, second]) => [
    { filter: one, value: first },
    { filter: other, value: second },
  ]);
};

const isOther = (shown: string | undefined, wanted: string): boolean => shown !== undefined && shown !== wanted;

export const combinedFilters = defineProbe<ListWithPairs, CombinedReads>({
  id: 'filtering/combined',
  title: 'Two filters given together both apply, in either order',
  why: 'A client filters a list by two values at once and acts on the result. Where one filter is dropped, it acts on other items too.',
  fix: 'Give only the items that meet every filter of the request, in whatever order the filters are.',
  reads: 'filters',
  phase: 'read',
  exclusive: 'nothing',
  over: listsWithPairs,
  prerequisites: listPrerequisites,
  cost: ({ collection }) => ({ requests: 2 + 3 * filterPairs(collection).length, creates: 0 }),
  run: ({ collection }, session) => combinedReads(session, collection),
  judge({ collection }, { list, reads }) {
    if (list.end === 'not-a-page') return inconclusive(`The whole list could not be read: ${outcomeOf(list.last)}`, [list.last]);
    if (reads.length === 0) return inconclusive('No item meets only one of two filters', list.pages);
    return joinVerdicts(reads.map((read) => judgeRead(collection, read)));
  },
});

/** An item that shows another value for either filter fails the check; one that shows no value makes it inconclusive. */
const judgeRead = (collection: Collection, { wanted, exchange }: CombinedRead): Verdict => {
  const asked = wanted.map(({ filter, value }) => `${filter.parameter.name}=${value}`).join('&');
  const items = pageItems(collection, exchange);
  if (!items) return inconclusive(`${asked} was answered ${outcomeOf(exchange)}`, [exchange]);
  const shown = items.flatMap((item, index) =>
    wanted.map(({ filter: { at }, value }) => ({ index, at, value, actual: valueAt(item, at) })),
  );
  const wrong = shown.filter(({ actual, value }) => isScalar(actual) && String(actual) !== value);
  const [first] = wrong;
  if (first) {
    const expected = `only items with ${first.at} "${first.value}", as ${asked} asks for`;
    const finding = { code: 'one-filter-dropped', where: `item ${first.index} ${first.at}`, expected, actual: `"${String(first.actual)}"` };
    return fail(finding, [exchange], { judged: items.length, breaches: wrong.length });
  }
  const blank = shown.find(({ actual }) => !isScalar(actual));
  if (blank) return inconclusive(`An item shows no value at ${blank.at}`, [exchange]);
  return pass(1);
};
