import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { askedBy, type BesideRead, filtersBeside, type FiltersBeside, meets, type Wanted } from './reads-by-two-filters.ts';
import type { Traversal } from '../../scenarios/paging/traversal.ts';
import { itemKey, pageItems } from '../../subjects/collection.ts';
import { listPrerequisites, listsWithPairs, type ListWithPairs } from '../../subjects/filters.ts';

type Judged = Verdict | Unconfirmed;

/** Statuses that refuse the client or depend on the moment, and are not about the filters. */
const notAboutFilters: ReadonlySet<number> = new Set([401, 403, 408, 429]);

/** What both checks are over, and the scenario that they share. */
const overFiltersBeside = {
  reads: 'filters',
  phase: 'read',
  exclusive: 'nothing',
  over: listsWithPairs,
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 20, creates: 0 }),
  run: ({ collection }: ListWithPairs, session: Session): Promise<FiltersBeside> =>
    session.run(filtersBeside, { operation: collection.operation.key }),
} as const;

export const combinedPages = defineProbe<ListWithPairs, FiltersBeside>({
  id: 'filtering/combined-pages',
  title: 'Two filters give only items that meet both, page by page',
  why: 'A client filters a list by two values and follows its pages. Where one filter is dropped, it acts on other items too.',
  fix: 'Give only the items that meet every filter of the request, also on pages that are fetched by a cursor.',
  ...overFiltersBeside,
  judge({ collection: list }, { page, together }) {
    if (together.length === 0) return inconclusive('No item shows values for two filters', [page]);
    const verdicts = together.flatMap((read): Judged[] => [
      judgeTogether(list, read),
      ...(read.pages ? [judgePages(list, read.wanted, read.pages)] : []),
    ]);
    const broken = verdicts.find(({ kind }) => kind === 'fail' || kind === 'unconfirmed');
    if (broken) return broken;
    const open = together.map((read) => judgeTogether(list, read)).find(({ kind }) => kind === 'inconclusive');
    if (open) return open;
    const isTraversed = together.some(({ wanted, pages }) => pages && judgePages(list, wanted, pages).kind === 'pass');
    return isTraversed
      ? pass(verdicts.length)
      : inconclusive('No two items share the values of two filters, so that there was no second page to judge', [page]);
  },
});

const judgeTogether = (list: Collection, { wanted, exchange }: BesideRead): Judged => judgeItems(list, wanted, exchange) ?? pass(1);

/** The verdict over one answer by itself; undefined where nothing is wrong with it. */
const judgeItems = (list: Collection, wanted: Wanted, exchange: Exchange): Judged | undefined => {
  const asked = askedBy(wanted);
  const where = `query ${wanted.map(({ parameter }) => parameter).join(' and ')}`;
  const items = pageItems(list, exchange);
  const status = statusOf(exchange) ?? 0;
  if (!items) {
    if (status < 400 || status >= 500 || notAboutFilters.has(status))
      return inconclusive(`${asked} was answered ${outcomeOf(exchange)}`, [exchange]);
    return fail({ code: 'filters-refused', where, expected: `a list for ${asked}`, actual: `status ${outcomeOf(exchange)}` }, [exchange]);
  }
  const wrong = items.find((item) => !wanted.every((one) => meets(item, one)));
  if (wrong === undefined) return undefined;
  const actual = `${itemKey(list, wrong) ?? 'an item'} does not`;
  return unconfirmed(fail({ code: 'other-item-listed', where, expected: `only items that meet ${asked}`, actual }, [exchange]));
};

/** The first two pages of one item each. */
const judgePages = (list: Collection, wanted: Wanted, { pages, last, end }: Traversal): Judged => {
  const [first, second] = pages;
  if (!first || !second) {
    return (
      (end === 'not-a-page' ? judgeItems(list, wanted, last) : undefined) ?? inconclusive(`No second page of ${askedBy(wanted)}`, [last])
    );
  }
  const wrong = judgeItems(list, wanted, first) ?? judgeItems(list, wanted, second);
  if (wrong) return wrong;
  const [one, other] = [pageItems(list, first) ?? [], pageItems(list, second) ?? []];
  const keys = [one[0], other[0]].map((item) => itemKey(list, item));
  if (one.length !== 1 || other.length !== 1 || keys.includes(undefined)) {
    return inconclusive(`The first two pages of ${askedBy(wanted)} hold ${one.length} and ${other.length} items`, [second, first]);
  }
  if (keys[0] !== keys[1]) return pass(2);
  const finding = {
    code: 'item-again',
    where: 'the second page',
    expected: `another item that meets ${askedBy(wanted)}`,
    actual: `${keys[0]} again`,
  };
  return unconfirmed(fail(finding, [second, first]));
};

export const keepsEffectBesideAnother = defineProbe<ListWithPairs, FiltersBeside>({
  id: 'filtering/keeps-effect-beside-another',
  title: 'A filter keeps its effect when another one is given beside it',
  why: 'A client filters a list by two values at once. Where one filter is dropped, it acts on other items too.',
  fix: 'Apply every filter of the request, in whatever order the filters are.',
  ...overFiltersBeside,
  judge({ collection: list }, { page, apart }) {
    if (apart.length === 0) return inconclusive('No two items differ in such a way that they reveal a filter without effect', [page]);
    const verdicts = apart.map((read) => judgeApart(list, read));
    return (
      verdicts.find(({ kind }) => kind === 'unconfirmed') ?? verdicts.find(({ kind }) => kind === 'inconclusive') ?? pass(apart.length)
    );
  },
});

/**
 * The documentation may mean items that meet either filter. But where all items meet one filter and some do not meet the
 * other, the other had no effect.
 */
const judgeApart = (list: Collection, { wanted, exchange }: BesideRead): Judged => {
  const asked = askedBy(wanted);
  const items = pageItems(list, exchange);
  if (!items) return inconclusive(`${asked} was answered ${outcomeOf(exchange)}`, [exchange]);
  const [one, other] = wanted;
  if (!one || !other) return inconclusive('There are no two filters', [exchange]);
  const idle = [
    { filter: one, beside: other },
    { filter: other, beside: one },
  ].find(({ filter, beside }) => items.some((item) => !meets(item, filter)) && items.every((item) => meets(item, beside)));
  if (!idle) return pass(1);
  const finding = {
    code: 'filter-without-effect',
    where: `query ${idle.filter.parameter}`,
    expected: `an effect of ${idle.filter.parameter}=${idle.filter.value} in ${asked}`,
    actual: `all ${items.length} items meet ${idle.beside.parameter}, and not all meet ${idle.filter.parameter}`,
  };
  return unconfirmed(fail(finding, [exchange]));
};
