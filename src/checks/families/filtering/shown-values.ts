import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, type Surroundings, unconfirmed } from '../../kit/define.ts';
import { isScalar } from '../../../model/json.ts';
import { type FilteredRead, type FilteredReads, filteredReads, mayCreateFor } from './filtered-reads.ts';
import { shownValues, textAt } from '../../scenarios/filters/filter-values.ts';
import { itemsOfTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { itemKey, pageItems } from '../../subjects/collection.ts';
import { type ListFilter, listPrerequisites, shownFilters, type ShownFilter } from '../../subjects/filters.ts';

/** What both checks are over: filters by a value that items show. They share reads with large and small pages, and after changes by the run. */
const overFilteredReads = {
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: shownFilters,
  prerequisites: listPrerequisites,
  cost({ collection, filter }: ListFilter, { contract, target }: Surroundings) {
    const create = mayCreateFor(contract, target, collection, filter);
    return { requests: 3 * (filter.values?.length ?? 3) + 4 + (create ? 40 : 0), creates: create ? 1 : 0 };
  },
  run: filteredReads,
} as const;

export const onlyMatching = defineProbe<ListFilter<ShownFilter>, FilteredReads>({
  id: 'filtering/only-matching',
  title: 'A filtered list holds only items with the value that was asked for',
  why: 'Clients act on every item of a filtered list. An item that does not match is billed, restarted or shown by mistake.',
  fix: 'Apply the filter to every page, compare whole values, and compare with the value that the item itself shows.',
  ...overFilteredReads,
  judge({ collection, filter }, result) {
    const wrong = judgePages(collection, filter, result);
    // A state may change while the server composes the answer.
    if (wrong) return filter.at === collection.state && !filter.values ? unconfirmed(wrong) : wrong;
    return judgeEvidence(collection, filter, result);
  },
});

type Item = { readonly read: FilteredRead; readonly index: number; readonly item: unknown; readonly value: unknown };

const itemsIn = (collection: Collection, { at }: ShownFilter, reads: readonly FilteredRead[]): Item[] =>
  reads.flatMap((read) =>
    (pageItems(collection, read.exchange) ?? []).map((item, index) => ({ read, index, item, value: valueAt(item, at) })),
  );

/** One item with another value fails the filter, whatever else was seen. Items that show no value are left to {@link judgeEvidence}. */
const judgePages = (
  collection: Collection,
  filter: ShownFilter,
  { reads }: FilteredReads,
): (Verdict & { readonly kind: 'fail' }) | undefined => {
  const items = itemsIn(collection, filter, reads).filter(({ value }) => isScalar(value));
  // Where equality is only inferred, letters may be compared without their case.
  const written = (value: unknown): string => (filter.isInferred ? String(value).toLowerCase() : String(value));
  const wrong = items.filter(({ read, value }) => written(value) !== written(read.value));
  const [first] = wrong;
  if (!first) return undefined;
  const { read, index, item, value } = first;
  const key = itemKey(collection, item);
  return fail(
    {
      code: 'other-value-listed',
      where: `item ${index} ${filter.at}`,
      expected: `only items with ${filter.at} "${read.value}", as ${filter.parameter.name}=${read.value} asks for`,
      actual: `"${String(value)}"${key === undefined ? '' : ` (${key})`}`,
    },
    [read.exchange],
    { judged: items.length, breaches: wrong.length },
  );
};

/** Statuses that refuse a value that no item has, or a cursor, which other checks judge. */
const refusedStatuses = new Set([400, 404, 422]);

const isOpen = (collection: Collection, { exchange, role }: FilteredRead): boolean => {
  if (pageItems(collection, exchange)) return false;
  if (role === 'changed') return false;
  return role === 'value' || !refusedStatuses.has(statusOf(exchange) ?? 0);
};

/** Where no item is wrong: passes only if an ignored filter would have given other answers. */
const judgeEvidence = (collection: Collection, filter: ShownFilter, { list, reads, untried }: FilteredReads): Verdict => {
  const { pages, end, last } = list;
  if (end === 'not-a-page') return inconclusive(`The list could not be read: ${outcomeOf(last)}`, [last]);
  const listed = pages.flatMap((page) => pageItems(collection, page) ?? []);
  if (listed.length === 0) return inconclusive('The list holds nothing that a filter could leave out', pages);
  const open = reads.filter((read) => isOpen(collection, read));
  const [first] = open;
  if (first) {
    const exchanges = open.map(({ exchange }) => exchange);
    return inconclusive(`${filter.parameter.name}=${first.value} was answered ${outcomeOf(first.exchange)}`, exchanges);
  }
  const items = itemsIn(collection, filter, reads);
  const blank = items.find(({ value }) => !isScalar(value));
  if (blank) return inconclusive(`An item shows no value at ${filter.at}`, [blank.read.exchange]);
  const values = new Set(
    listed
      .map((item) => valueAt(item, filter.at))
      .filter(isScalar)
      .map(String),
  );
  if (!wouldReveal(collection, filter, values, reads)) {
    const only = [...values].map((value) => `"${value}"`).join(', ');
    const exchanges = reads.map(({ exchange }) => exchange);
    return inconclusive(`Every listed item has the same value (${only || 'none'}), so an ignored filter would look the same`, exchanges);
  }
  return { kind: 'pass', judged: Math.max(items.length, 1), ...(untried.length > 0 ? { untried } : {}) };
};

/** Would the answers differ if the server ignored the filter: does at least one of them have to leave out an item? */
const wouldReveal = (collection: Collection, filter: ShownFilter, values: ReadonlySet<string>, reads: readonly FilteredRead[]): boolean => {
  if (filter.values) return values.size > 1 || filter.values.length > 1 || filter.values.some((value) => !values.has(value));
  return values.size > 1 || reads.some((read) => read.role === 'nowhere' && pageItems(collection, read.exchange)?.length === 0);
};

export const knownValueMatches = defineProbe<ListFilter<ShownFilter>, FilteredReads>({
  id: 'filtering/known-value-matches',
  title: 'A filter by a value that items show gives at least one of them',
  why: 'A client that gets an empty list takes it that there is no such item, and starts, copies or bills nothing.',
  fix: 'Compare the filter with the value that the items themselves show.',
  ...overFilteredReads,
  judge({ collection, filter }, { list, after, reads }) {
    const { name } = filter.parameter;
    const shown = shownValues(collection, list, filter.at);
    if (shown.length === 0) return inconclusive(`No item shows a value at ${filter.at}`, [list.last]);
    const own = reads.filter(({ role, value }) => role === 'value' && shown.includes(value));
    const empty = own.find(({ exchange }) => pageItems(collection, exchange)?.length === 0);
    if (empty && after && !isShownStill(collection, filter, empty.value, [list, after]))
      return inconclusive(`No item showed ${name}=${empty.value} before and after the filtered reads`, [empty.exchange, ...after.pages]);
    if (empty) {
      const expected = `at least one item for ${name}=${empty.value}, which items of the whole list show`;
      const finding = { code: 'known-value-matches-nothing', where: `query ${name}`, expected, actual: 'no item' };
      return unconfirmed(fail(finding, [empty.exchange, ...list.pages]));
    }
    const verdicts = own.map(({ value, exchange }): Verdict =>
      pageItems(collection, exchange) ? pass(1) : inconclusive(`${name}=${value} was answered ${outcomeOf(exchange)}`, [exchange]),
    );
    return (
      verdicts.find(({ kind }) => kind !== 'pass') ??
      (own.length > 0 ? pass(own.length) : inconclusive('No value was asked for', [list.last]))
    );
  },
});

/** Does any item show a value in one traversal and in a later one. Where nothing tells items apart, it is enough that the later one shows the value. */
const isShownStill = (
  collection: Collection,
  { at }: ShownFilter,
  value: string,
  [before, after]: readonly [Traversal, Traversal],
): boolean => {
  const keysIn = (traversal: Traversal): readonly (string | undefined)[] =>
    itemsOfTraversal(collection, traversal).flatMap((item) => (textAt(item, at) === value ? [itemKey(collection, item)] : []));
  const first = keysIn(before);
  return keysIn(after).some((key) => key === undefined || first.includes(key));
};
