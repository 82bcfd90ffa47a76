import * as fc from 'fast-check';
import { outcomeOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { pageItems, pagesOf, type ReadableList } from '../../subjects/collection.ts';
import { certainValues, textAt } from '../../scenarios/filters/filter-values.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { defineProbe, inconclusive } from '../../kit/define.ts';
import { isScalar } from '../../../model/json.ts';
import { filterPairs, listPrerequisites, listsWithPairs, type ListWithPairs, type ShownFilter } from '../../subjects/filters.ts';
import { firstPage, itemsOfTraversal, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import type { Session } from '../../kit/session.ts';
import { judgeProperty, mostShrinkRequests, type PropertyRun, runProperty, type Trial, usualSamples } from './property.ts';

type Wanted = { readonly filter: ShownFilter; readonly value: string };
type Pair = readonly [Wanted, Wanted];

type Result = {
  readonly list: Traversal;
  /** Undefined where no item meets one of two filters and not the other. */
  readonly run: PropertyRun | undefined;
};

export const anyFiltersCombined = defineProbe<ListWithPairs, Result>({
  id: 'properties/any-filters-combined',
  title: 'Two filters given together both apply, for any values that items show, in any order and on pages of any size',
  why: 'A client narrows a list by two filters and acts on what is left; where one filter is dropped for some values, it acts on other items too.',
  fix: 'Keep only the items that meet every filter of the request, before the page is cut.',
  reads: 'filters',
  phase: 'read',
  exclusive: 'nothing',
  over: listsWithPairs,
  prerequisites: listPrerequisites,
  cost: () => ({ requests: usualSamples + mostShrinkRequests, creates: 0 }),
  async run(subject, session) {
    const collection = await listInUse(session, subject.collection);
    const list = await referenceTraversal(session, collection, 'first');
    const items = itemsOfTraversal(collection, list);
    const pairs = filterPairs(collection).flatMap((filters) => distinguishingPairs(items, filters));
    return { list, run: pairs.length === 0 ? undefined : await tryPairs(session, collection, pairs) };
  },
  judge(_subject, { list, run }) {
    if (list.end === 'not-a-page') return inconclusive(`The whole list could not be read: ${outcomeOf(list.last)}`, [list.last]);
    return run ? judgeProperty(run) : inconclusive('No item meets one of two filters and not the other', list.pages);
  },
});

/** Pairs of values where some item meets only one of the two, so that a dropped filter shows. */
const distinguishingPairs = (items: readonly unknown[], [one, other]: readonly [ShownFilter, ShownFilter]): Pair[] => {
  const meets = (item: unknown, { at }: ShownFilter, value: string): boolean => textAt(item, at) === value;
  return certainValues(items, one).flatMap((first) =>
    certainValues(items, other)
      .filter((second) => items.some((item) => meets(item, one, first) !== meets(item, other, second)))
      .map((second): Pair => [
        { filter: one, value: first },
        { filter: other, value: second },
      ]),
  );
};

type Drawn = { readonly pair: number; readonly isReversed: boolean; readonly size: number };

const tryPairs = (session: Session, collection: ReadableList, pairs: readonly Pair[]): Promise<PropertyRun> => {
  const { maximumSize: most = 1 } = collection.paging ?? {};
  const arb: fc.Arbitrary<Drawn> = fc.record({
    pair: fc.integer({ min: 0, max: pairs.length - 1 }),
    isReversed: fc.boolean(),
    size: fc.integer({ min: 1, max: most }),
  });
  return runProperty(session, {
    label: `filters of ${collection.operation.key}`,
    arb,
    async attempt({ pair, isReversed, size }, by) {
      const wanted = pairs[pair];
      if (!wanted) throw new RangeError(`Cannot find pair ${pair} of ${pairs.length}`);
      const asked = isReversed ? wanted.toReversed() : wanted;
      const query = [...asked.map(({ filter, value }) => [filter.parameter.name, value] as const), ...pagesOf(collection, size)];
      const exchange = await firstPage(by, collection, query);
      const shown = query.map(([name, value]) => `${name}=${value}`).join('&');
      return judgeRead(collection, wanted, shown, exchange);
    },
  });
};

const judgeRead = (collection: Collection, wanted: Pair, asked: string, exchange: Traversal['last']): Trial => {
  const items = pageItems(collection, exchange);
  if (!items) return { kind: 'open', reason: `${asked} was answered ${outcomeOf(exchange)}`, exchanges: [exchange] };
  for (const [index, item] of items.entries()) {
    for (const { filter, value } of wanted) {
      const actual = valueAt(item, filter.at);
      if (!isScalar(actual)) return { kind: 'open', reason: `An item shows no value at ${filter.at}`, exchanges: [exchange] };
      if (String(actual) === value) continue;
      const finding = {
        code: 'one-filter-dropped',
        where: `query ${wanted.map((one) => one.filter.parameter.name).join(' and ')}`,
        expected: `only items with ${filter.at} "${value}", as ${asked} asks for`,
        actual: `item ${index} with "${String(actual)}"`,
      };
      return { kind: 'breaks', finding, exchanges: [exchange] };
    }
  }
  return { kind: 'holds' };
};
