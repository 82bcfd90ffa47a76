import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { firstPages, itemsOfTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { itemKey, largestPage } from '../../subjects/collection.ts';
import { type ListFilter, listFilters, listPrerequisites } from '../../subjects/filters.ts';

type Bounded = ListFilter & { readonly at: string; readonly isLeast: boolean };

/** Filters by the least or the greatest number that an item may show. */
const numberBounds = (contract: Contract): Bounded[] =>
  listFilters(contract).flatMap((one) => {
    const { at, compare } = one.filter;
    return at === undefined || (compare !== 'atLeast' && compare !== 'atMost') ? [] : [{ ...one, at, isLeast: compare === 'atLeast' }];
  });

type Result = { readonly whole: Traversal; readonly bound: string | undefined; readonly within: Traversal | undefined };

const mostPages = 5;

const plain = /^-?\d{1,12}(?:\.\d{1,6})?$/u;

/** Numbers that are written alike everywhere, also those that an API writes as texts. */
const isPlain = (value: unknown): value is number | string =>
  (typeof value === 'number' || typeof value === 'string') && plain.test(String(value));

/** The number that an item shows; undefined for another value. */
const numberIn = (value: unknown): number | undefined => (typeof value === 'number' ? value : isPlain(value) ? Number(value) : undefined);

/** How many values a comparison of texts would put on the other side of a bound. */
const misplaced = (values: readonly string[], bound: string): number =>
  values.filter((value) => value !== bound && value < bound !== Number(value) < Number(bound)).length;

/** A value with some items on each side of it: the one of which most lie on the other side as texts, else the one in the middle. */
const middleOf = (values: readonly (number | string)[]): string | undefined => {
  const ordered = [...new Set(values.map(String))].sort((a, b) => Number(a) - Number(b));
  const inner = ordered.slice(1, -1);
  const middle = Math.floor(inner.length / 2);
  const [best] = inner
    .map((value, n) => ({ value, count: misplaced(ordered, value), far: Math.abs(n - middle) }))
    .sort((a, b) => b.count - a.count || a.far - b.far);
  return best?.value;
};

export const withinBounds = defineProbe<Bounded, Result>({
  id: 'filtering/within-bounds',
  title: 'A bound of a number leaves out the items beyond it, and no others',
  why: 'Who asks for what costs at most ten acts on what is dearer, or never sees what is cheap.',
  fix: 'Compare the bound, as a number and not as a text, with the value that the item itself shows.',
  reads: 'filters',
  phase: 'read',
  exclusive: 'nothing',
  over: numberBounds,
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 2 * mostPages + 2, creates: 0 }),
  async run({ collection, filter: { parameter }, at }, session) {
    const list = await listInUse(session, collection);
    const whole = await firstPages(session, list, largestPage(list), mostPages);
    const isWhole = !typesOf(resolvedSchema(session.contract.document, parameter.schema)).some((type) =>
      ['number', 'string'].includes(type),
    );
    const values = itemsOfTraversal(list, whole).map((item) => valueAt(item, at));
    const bound = middleOf(values.filter(isPlain).filter((value) => !isWhole || Number.isInteger(Number(value))));
    if (bound === undefined) return { whole, bound, within: undefined };
    const within = await firstPages(session, list, [[parameter.name, bound], ...largestPage(list)], mostPages);
    return { whole, bound, within };
  },
  judge({ collection, filter: { parameter, isIncluded, isShownOnly }, at, isLeast }, { whole, bound, within }) {
    if (bound === undefined || within === undefined) return inconclusive(`No three items show different numbers at ${at}`, [whole.last]);
    const asked = `${parameter.name}=${bound}`;
    if (within.pages.length === 0) return inconclusive(`${asked} was answered ${outcomeOf(within.last)}`, [within.last]);
    const where = `query ${parameter.name}`;
    const expected = `only items with ${at} ${isLeast ? 'from' : 'up to'} ${bound} for ${asked}`;
    const items = itemsOfTraversal(collection, within);
    const limit = Number(bound);
    const beyond = items
      .map((item) => numberIn(valueAt(item, at)))
      .find((value) => value !== undefined && (isLeast ? value < limit : value > limit));
    if (beyond !== undefined) {
      return unconfirmed(
        fail({ code: 'item-outside', where, expected, actual: `one with ${shown(beyond)}` }, [within.last, ...within.pages]),
      );
    }
    const blank = isShownOnly ? items.find((item) => (valueAt(item, at) ?? undefined) === undefined) : undefined;
    if (blank !== undefined) {
      const actual = `${itemKey(collection, blank) ?? 'an item'}, which shows none`;
      const shownOnly = `only items with a number at ${at} for ${asked}`;
      return unconfirmed(fail({ code: 'item-without-number', where, expected: shownOnly, actual }, [within.last, ...within.pages]));
    }
    if (within.end !== 'ended') return items.length > 0 ? pass(items.length) : inconclusive(`${asked} gave no items`, [within.last]);
    const keys = new Set(items.flatMap((item) => itemKey(collection, item) ?? []));
    const missing = itemsOfTraversal(collection, whole).find((item) => {
      const [key, value] = [itemKey(collection, item), numberIn(valueAt(item, at))];
      if (key === undefined || value === undefined || keys.has(key)) return false;
      // Where the document does not say so, it is open whether the bound itself counts.
      return value === limit ? isIncluded : isLeast ? value > limit : value < limit;
    });
    if (missing === undefined) return pass(Math.max(1, items.length));
    const lost = `${itemKey(collection, missing) ?? ''} with ${String(valueAt(missing, at))}, which the whole list shows`;
    return unconfirmed(
      fail({ code: 'item-within-missing', where, expected: lost, actual: `it is missing for ${asked}` }, [within.last, ...whole.pages]),
    );
  },
});
