import { outcomeOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { type FilteredTraversal, type FilterTraversals, filterTraversals } from '../../scenarios/filters/filter-traversals.ts';
import { textAt } from '../../scenarios/filters/filter-values.ts';
import { itemsOfTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { type ListFilter, listPrerequisites, shownFilters, type ShownFilter } from '../../subjects/filters.ts';
import { among, nameOf } from '../../subjects/item-identity.ts';

/** Most requests for one value: about five pages, and some in reserve. */
const costOfValue = 6;

type Result = { readonly first: FilterTraversals; readonly again: FilterTraversals | undefined };

export const allMatching = defineProbe<ListFilter<ShownFilter>, Result>({
  id: 'filtering/all-matching',
  title: 'A filtered list holds every item with the value that was asked for',
  why: 'Clients take a filtered list for complete. An item that is left out is never backed up, billed or stopped.',
  fix: 'Apply the filter before the list is cut into pages, and to the value that the item itself shows.',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => shownFilters(contract),
  prerequisites: listPrerequisites,
  cost: ({ filter }) => ({ requests: 4 + costOfValue * (filter.values?.length ?? 3), creates: 0 }),
  async run({ collection, filter }, session) {
    const { key: operation } = collection.operation;
    const first = await session.run(filterTraversals, { operation });
    // Items change their state at any moment, so that an item counts as missing only if both runs lack it.
    const again = isAnyMissing(collection, filter, first) ? await session.run(filterTraversals, { operation, turn: 'again' }) : undefined;
    return { first, again };
  },
  judge({ collection, filter }, { first, again }) {
    const both = again ? [first, again] : [first];
    for (const traversal of both.flatMap(({ before, after }) => [before, after])) {
      if (traversal.end === 'not-a-page')
        return inconclusive(`The whole list could not be read: ${outcomeOf(traversal.last)}`, [traversal.last]);
    }
    const { before } = first;
    const judged = ownTraversals(filter, first).map((one) => ({ one, expected: expectedOf(collection, filter, one.value, both) }));
    const verdicts = judged.map(({ one, expected }) => {
      const other = again && ownTraversals(filter, again).find(({ value }) => value === one.value);
      return judgeTraversal(collection, one, expected, other);
    });
    const broken = verdicts.find(({ kind }) => kind === 'unconfirmed') ?? verdicts.find(({ kind }) => kind === 'inconclusive');
    if (broken) return broken;
    const count = judged.reduce((sum, { expected }) => sum + expected.length, 0);
    if (count === 0)
      return inconclusive(`No item showed the same value of ${filter.parameter.name} before and after the filtered reads`, before.pages);
    return pass(count);
  },
});

const ownTraversals = ({ parameter }: ShownFilter, { filtered }: FilterTraversals): FilteredTraversal[] =>
  filtered.filter((one) => one.parameter === parameter.name);

/** Tells whether a traversal holds an item. */
const heldIn = (collection: Collection, traversal: Traversal) => among(collection, itemsOfTraversal(collection, traversal));

const isAnyMissing = (collection: Collection, filter: ShownFilter, traversals: FilterTraversals): boolean =>
  ownTraversals(filter, traversals).some(({ value, traversal }) => {
    const isHeld = heldIn(collection, traversal);
    return expectedOf(collection, filter, value, [traversals]).some((item) => isHeld(item) === false);
  });

/** The items that showed the value in every traversal of the whole list. */
const expectedOf = (collection: Collection, { at }: ShownFilter, value: string, runs: readonly FilterTraversals[]): readonly unknown[] => {
  const having = (traversal: Traversal): readonly unknown[] =>
    itemsOfTraversal(collection, traversal).filter((item) => textAt(item, at) === value);
  const [first = [], ...others] = runs.flatMap(({ before, after }) => [having(before), having(after)]);
  const isInOthers = others.map((other) => among(collection, other));
  return [...new Map(first.map((item) => [nameOf(collection, item), item])).values()].filter((item) =>
    isInOthers.every((isThere) => isThere(item) === true),
  );
};

/** `again`: the same traversal a second time, where the first one lacked an item. */
const judgeTraversal = (
  collection: Collection,
  { parameter, value, traversal }: FilteredTraversal,
  expected: readonly unknown[],
  again: FilteredTraversal | undefined,
): Verdict | Unconfirmed => {
  const { pages, end, last } = traversal;
  if (end === 'not-a-page')
    return inconclusive(`Page ${pages.length + 1} of ${parameter}=${value} was answered ${outcomeOf(last)}`, [last]);
  const isHeld = heldIn(collection, traversal);
  const isHeldAgain = again && again.traversal.end === 'ended' ? heldIn(collection, again.traversal) : undefined;
  const missing = expected.filter((item) => isHeld(item) === false && isHeldAgain?.(item) !== true).map((item) => nameOf(collection, item));
  if (missing.length === 0) return pass(expected.length);
  // The checks of pagination judge a page without a way to the next one.
  if (end !== 'ended') return inconclusive(`The traversal with ${parameter}=${value} stopped after page ${pages.length} (${end})`, [last]);
  const named = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ' …' : '');
  const finding = {
    code: 'matching-item-missing',
    where: `query ${parameter}`,
    expected: `all ${expected.length} items that the whole list shows with "${value}"`,
    actual: `${missing.length} missing: ${named}`,
  };
  return unconfirmed(fail(finding, [last, ...pages.slice(0, -1)], { judged: expected.length, breaches: missing.length }));
};
