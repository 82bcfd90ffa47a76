import { evaluate } from '../../../contract/expression.ts';
import type { Contract } from '../../../contract/model.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass, type Subject, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type FilteredTraversal, type FilterTraversals, filterTraversals } from '../../scenarios/filters/filter-traversals.ts';
import { textAt } from '../../scenarios/filters/filter-values.ts';
import { linkAt, queryFor, queryOfLink } from '../../scenarios/paging/follow-pages.ts';
import { stoppedBy } from '../../scenarios/paging/traversals.ts';
import { countOf } from '../../scenarios/paging/traversal.ts';
import { type PagedList, pagedLists, pageItems } from '../../subjects/collection.ts';
import { among, nameOf } from '../../subjects/item-identity.ts';
import { isShown } from '../../subjects/filters.ts';
import { definePagedProbe } from './paged-probe.ts';

/** A list with filters whose pages hold a value at a runtime expression. */
type Filtered<L extends PagedList> = L & Subject & { readonly shownAt: string };

const filteredLists = <L extends PagedList & Subject>(all: readonly L[], at: (list: L) => string | undefined): Filtered<L>[] =>
  all.flatMap((list) => {
    const shownAt = at(list);
    return shownAt === undefined || !list.filters.some(isShown) ? [] : [{ ...list, shownAt }];
  });

/** As many items has a list of which an empty part is told from the whole. */
const fewest = 3;

/** Most requests of the traversals, which the checks of filters share. */
const traversalCost = 60;

const filtersOf = (session: Session, { operation }: PagedList): Promise<FilterTraversals> =>
  session.run(filterTraversals, { operation: operation.key });

const askedBy = ({ parameter, value }: FilteredTraversal): string => `${parameter}=${value}`;

export const totalOfFiltered = definePagedProbe<Filtered<PagedList & Subject>, FilterTraversals>({
  id: 'pagination/total-of-filtered',
  title: 'The number of all items counts only those that match the filter',
  why: 'Clients show this number as the number of results, and ask for pages that are empty.',
  fix: 'Count what the filters of the request leave, not the whole list.',
  reads: 'pagination',
  over: (contract: Contract) => filteredLists(pagedLists(contract), ({ paging }) => paging.convention.total),
  requests: traversalCost,
  run: (list, session) => filtersOf(session, list),
  judge(list, { before, filtered, vacant, after }) {
    const open = [before, after].find(({ end }) => end !== 'ended');
    if (open) return inconclusive(stoppedBy(open), [open.last]);
    const counts = [before, after].map((one) => countOf(list, one));
    const whole = { least: Math.min(...counts), most: Math.max(...counts) };
    // Another check may have made a few items meanwhile, of which each may match.
    const isPart = (count: number): boolean => count + whole.most - whole.least < whole.least;
    // Others may have added an item that matches, which is not taken for the whole list.
    const empty = vacant.filter(({ traversal }) => countOf(list, traversal) === 0 && whole.least >= fewest);
    const verdicts = [...filtered, ...empty]
      .filter(({ traversal }) => traversal.end === 'ended' && isPart(countOf(list, traversal)))
      .map((one) => judgeTotal(list, one, whole));
    const broken = verdicts.find(({ kind }) => kind === 'unconfirmed');
    if (broken) return broken;
    const judged = verdicts.filter(({ kind }) => kind === 'pass').length;
    return judged > 0 ? pass(judged) : inconclusive('No filtered list reports the number of its items', [before.last]);
  },
});

/** Only the number of the whole list, which the filter leaves a part of, shows that the filter was not counted. */
const judgeTotal = (
  list: Filtered<PagedList>,
  one: FilteredTraversal,
  whole: { readonly least: number; readonly most: number },
): Verdict | Unconfirmed => {
  const { traversal } = one;
  const count = countOf(list, traversal);
  const totals = traversal.pages.map((page) => ({ page, total: Number(evaluate(list.shownAt, page) ?? Number.NaN) }));
  const wrong = totals.find(({ total }) => total >= whole.least && total <= whole.most);
  if (wrong === undefined)
    return totals.some(({ total }) => total === count) ? pass(1) : inconclusive('Its pages report another number', [traversal.last]);
  const expected = `${count} for ${askedBy(one)}, as many as its pages hold`;
  const others = traversal.pages.filter((page) => page !== wrong.page);
  return unconfirmed(
    fail({ code: 'total-unfiltered', where: list.shownAt, expected, actual: `${wrong.total}, as many as the whole list` }, [
      wrong.page,
      ...others,
    ]),
  );
};

type Followed = {
  readonly one: FilteredTraversal;
  readonly first: Exchange;
  /** The page that follows by the way of paging of the list. */
  readonly second: Exchange;
  readonly exchange: Exchange;
};

type LinkedFilters = { readonly traversals: FilterTraversals; readonly followed: readonly Followed[] };

/** Most links of one list that are followed. */
const mostLinks = 3;

/** Where the pages of a list hold a link beside its own way of paging: as declared, else in the header field that is described for it. */
const linkBeside = ({ paging, operation: { responses } }: PagedList): string | undefined => {
  if (paging.kind === 'page' || paging.kind === 'offset') return paging.convention.next;
  const isDescribed = responses.some(
    ({ status, headers }) => status.startsWith('2') && headers.some(({ name }) => name.toLowerCase() === 'link'),
  );
  return paging.kind === 'cursor' && isDescribed ? '$response.header.Link' : undefined;
};

export const linkKeepsFilters = definePagedProbe<Filtered<PagedList & Subject>, LinkedFilters>({
  id: 'pagination/link-keeps-filters',
  title: 'The link to the next page of a filtered list leads to items that match',
  why: 'A client that follows the links gets the items that it filtered out from the second page on.',
  fix: 'Put every parameter of the request into the links, and change only the position.',
  reads: 'pagination',
  over: (contract: Contract) => filteredLists(pagedLists(contract), linkBeside),
  requests: traversalCost + mostLinks,
  async run(list, session) {
    const traversals = await filtersOf(session, list);
    const followed: Followed[] = [];
    for (const one of traversals.filtered) {
      const [first, second] = one.traversal.pages;
      const query = first && second && queryOfLink(linkAt(list.shownAt, first), first);
      if (first === undefined || second === undefined || query === undefined || followed.length >= mostLinks) continue;
      // A link that repeats the filter is like the position that was asked for.
      if (query.some(([name, value]) => name === one.parameter && value === one.value)) continue;
      const base = usableRequest(session, list.operation, 'linked');
      const next = { kind: 'page', mark: '', query, isWhole: true } as const;
      followed.push({ one, first, second, exchange: await session.send({ ...base, query: queryFor(session, next, base.query) }) });
    }
    return { traversals, followed };
  },
  judge(list, { traversals, followed }) {
    for (const { one, first, second, exchange } of followed) {
      const at = list.filters.filter(isShown).find(({ parameter }) => parameter.name === one.parameter)?.at;
      const other = (pageItems(list, exchange) ?? []).find(
        (item) => at !== undefined && ![undefined, one.value].includes(textAt(item, at)),
      );
      if (other !== undefined && at !== undefined) {
        const expected = `a link that keeps ${askedBy(one)}`;
        const actual = `one that leads to an item with ${textAt(other, at) ?? ''} at ${at}`;
        return unconfirmed(fail({ code: 'link-without-filter', where: list.shownAt, expected, actual }, [exchange, first]));
      }
      // Without the filter the same position is at other items, although all that it leads to may match.
      const shown = pageItems(list, exchange);
      const isThere = shown && among(list, shown);
      const passed = (pageItems(list, second) ?? []).find((item) => isThere?.(item) === false);
      if (isSuccess(exchange) && passed !== undefined) {
        const expected = `a link that keeps ${askedBy(one)}, and leads to ${nameOf(list, passed)} as the next page does`;
        const actual = `one that leads to ${
          shown?.length === 0
            ? 'nothing'
            : (shown ?? [])
                .map((item) => nameOf(list, item))
                .join(', ')
                .slice(0, 120)
        }`;
        return unconfirmed(fail({ code: 'link-without-filter', where: list.shownAt, expected, actual }, [exchange, second, first]));
      }
    }
    const judged = traversals.filtered.filter(
      ({ traversal: { pages } }) => pages[1] && pages[0] && linkAt(list.shownAt, pages[0]) !== undefined,
    );
    return judged.length > 0 ? pass(judged.length) : inconclusive('No filtered list has a link to a second page', [traversals.before.last]);
  },
});
