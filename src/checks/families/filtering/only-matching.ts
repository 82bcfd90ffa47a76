import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { itemKey, listAt, pageItems } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, unconfirmed } from '../../kit/define.ts';
import { type FilteredRead, type FilteredReads, filteredReads, mayCreateFor } from '../../scenarios/filters/filtered-reads.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { filterPlaces, isShown, type ShownFilter, shownFilterAt } from '../../subjects/filter-at.ts';

export const onlyMatching = defineProbe<FilteredReads>({
  id: 'filtering/only-matching',
  title: 'A filtered list holds only items with the value that was asked for',
  why: 'Clients act on what a filter gives them. An item that does not match is billed, restarted or shown by mistake.',
  fix: 'Apply the filter to every page, compare whole values, and compare with the value that the item itself shows.',
  phase: 'mutate',
  stage: 'using',
  alone: 'collection',
  places: (contract) => filterPlaces(contract, isShown),
  needs: (place, around) => needsFor(listAt(around.contract, place).operation, around),
  cost(place, { contract, target }) {
    const { collection, filter } = shownFilterAt(contract, place);
    const create = mayCreateFor(contract, target, collection, filter);
    return { requests: 3 * (filter.values?.length ?? 3) + 4 + (create ? 40 : 0), creates: create ? 1 : 0 };
  },
  measure(place, session) {
    const { collection, filter } = shownFilterAt(session.contract, place);
    return filteredReads(session, collection, filter);
  },
  judge(place, measured, { contract }) {
    const { collection, filter } = shownFilterAt(contract, place);
    const wrong = judgePages(collection, filter, measured);
    // A state may change while the answer is made.
    if (wrong) return filter.at === collection.state && !filter.values ? unconfirmed(wrong) : wrong;
    return judgeEvidence(collection, filter, measured);
  },
});

type Item = { readonly read: FilteredRead; readonly index: number; readonly item: unknown; readonly value: unknown };

const itemsIn = (collection: Collection, { at }: ShownFilter, reads: readonly FilteredRead[]): Item[] =>
  reads.flatMap((read) =>
    (pageItems(collection, read.exchange) ?? []).map((item, index) => ({ read, index, item, value: valueAt(item, at) })),
  );

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** One item with another value fails the filter, whatever else was seen. Items that show no value are judged elsewhere. */
const judgePages = (
  collection: Collection,
  filter: ShownFilter,
  { reads }: FilteredReads,
): (Verdict & { readonly kind: 'fail' }) | undefined => {
  const items = itemsIn(collection, filter, reads).filter(({ value }) => isPlain(value));
  const wrong = items.filter(({ read, value }) => String(value) !== read.value);
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

/** Refusals of a value that no item has, and of a cursor, which is judged elsewhere. */
const refusals = new Set([400, 404, 422]);

const isOpen = (collection: Collection, { exchange, role }: FilteredRead): boolean => {
  if (pageItems(collection, exchange)) return false;
  if (role === 'changed') return false;
  return role === 'value' || !refusals.has(statusOf(exchange) ?? 0);
};

/** Without a wrong item: was there anything that an ignored filter would have let through. */
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
  const blank = items.find(({ value }) => !isPlain(value));
  if (blank) return inconclusive(`An item shows no value at ${filter.at}`, [blank.read.exchange]);
  const values = new Set(
    listed
      .map((item) => valueAt(item, filter.at))
      .filter(isPlain)
      .map(String),
  );
  if (!isTelling(collection, filter, values, reads)) {
    const only = [...values].map((value) => `"${value}"`).join(', ');
    const exchanges = reads.map(({ exchange }) => exchange);
    return inconclusive(`Every listed item has the same value (${only || 'none'}), so an ignored filter would look the same`, exchanges);
  }
  return { kind: 'pass', judged: Math.max(items.length, 1), ...(untried.length > 0 ? { untried } : {}) };
};

/** Would an ignored filter have shown: some item must have been left out of some page that was asked for. */
const isTelling = (collection: Collection, filter: ShownFilter, values: ReadonlySet<string>, reads: readonly FilteredRead[]): boolean => {
  if (filter.values) return values.size > 1 || filter.values.length > 1 || filter.values.some((value) => !values.has(value));
  return values.size > 1 || reads.some((read) => read.role === 'nowhere' && pageItems(collection, read.exchange)?.length === 0);
};
