import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Finding, Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass, type Subject, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { refusesWhatWasAsked } from '../../kit/error-response.ts';
import type { Session } from '../../kit/session.ts';
import { queryValue } from '../../scenarios/calls/reads.ts';
import { refusesSize, reportedSize } from '../../scenarios/paging/follow-pages.ts';
import { traverseAgain, traverseBySize, traversalsCost } from '../../scenarios/paging/traversals.ts';
import { countOf, firstPage, referenceTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
import { pageItems, pagesOf, type SizedList, sizedLists } from '../../subjects/collection.ts';
import { queryRefusals } from '../../subjects/query-refusals.ts';
import { definePagedProbe } from './paged-probe.ts';

/** A paged list whose pages hold at most a documented number of items. */
type LimitedList = SizedList & { readonly most: number };

/** Paged lists with a documented maximum, at the parameter that gives the size. */
const limitedLists = (contract: Contract): (LimitedList & Subject)[] =>
  sizedLists(contract).flatMap((list) => {
    const { maximumSize: most } = list.paging;
    return most === undefined ? [] : [{ ...list, most }];
  });

export const maximumSize = definePagedProbe({
  id: 'pagination/maximum-size',
  title: 'A page never holds more items than the documented maximum',
  why: 'The maximum protects the server, and clients plan by it how large an answer can become.',
  fix: 'Refuse a larger size, or reduce it to the maximum.',
  over: limitedLists,
  requests: 7,
  async run(list, session) {
    const whole = await referenceTraversal(session, list, 'first');
    const above: Exchange[] = [];
    for (const size of [list.most + 1, list.most * 10]) {
      const asked = { operation: list.operation.key, parameter: list.paging.limit.name, value: String(size) };
      above.push(await session.run(queryValue, { ...asked, fault: 'query-out-of-range' }));
    }
    return { list: whole, above };
  },
  judge: (list, { list: whole, above }) => joinVerdicts(above.map((exchange) => judgeAbove(list, exchange, countOf(list, whole)))),
});

/** Judges the answer to a size above the maximum. */
const judgeAbove = (list: LimitedList, exchange: Exchange, count: number): Verdict => {
  const { most, operation } = list;
  const { name } = list.paging.limit;
  const asked = `${name}=${exchange.request.query.find(([one]) => one === name)?.[1] ?? ''}`;
  if (queryRefusals(operation).includes(statusOf(exchange) ?? 0)) return pass(1);
  const items = pageItems(list, exchange);
  if (!items) return inconclusive(`${asked} was answered ${outcomeOf(exchange)}`, [exchange]);
  if (items.length > most) {
    const finding = { where: `query ${name}`, expected: `at most ${most} items for ${asked}`, actual: `${items.length} items` };
    return fail({ code: 'page-above-maximum', ...finding }, [exchange]);
  }
  const reported = reportedSize(list, exchange);
  if (count <= most && reported !== undefined) {
    if (reported <= most) return pass(1);
    const finding = { where: `query ${name}`, expected: `a reported size of at most ${most} for ${asked}`, actual: String(reported) };
    return fail({ code: 'size-above-maximum-told', ...finding }, [exchange]);
  }
  return count > most ? pass(1) : inconclusive(`The list holds only ${count} items; more than ${most} are needed`, [exchange]);
};

/** The request for a page of the maximum size in words, and what is expected of its answer. */
const askedOf = ({ most, paging }: LimitedList): { readonly asked: string } & Pick<Finding, 'where' | 'expected'> => {
  const asked = `${paging.limit.name}=${most}`;
  return { asked, where: `query ${paging.limit.name}`, expected: `a page of at most ${most} items for ${asked}` };
};

const aboveMaximum = (list: LimitedList, page: Exchange, found: number): Verdict => {
  const { where, expected } = askedOf(list);
  return fail({ code: 'page-above-maximum', where, expected, actual: `${found} items` }, [page]);
};

const refusedMaximum = (list: LimitedList, exchanges: readonly [Exchange, ...Exchange[]]): Verdict => {
  const { where, expected } = askedOf(list);
  return fail({ code: 'maximum-refused', where, expected, actual: `status ${outcomeOf(exchanges[0])}` }, exchanges);
};

/** The verdict over a page with fewer items than the maximum, of a list of `count` items. */
const cutPage = (
  list: LimitedList,
  { found, count }: { readonly found: number; readonly count: number },
  exchanges: readonly [Exchange, ...Exchange[]],
): Unconfirmed => {
  const { asked, where } = askedOf(list);
  const expected = `${Math.min(count, list.most)} items for ${asked}, because the list holds ${count}`;
  return unconfirmed(fail({ code: 'maximum-cut', where, expected, actual: `${found} items` }, exchanges));
};

/** A size below the maximum. Where it is refused too, the error response is not about the maximum. */
const usualSize = ({ most, paging: { defaultSize = 20 } }: LimitedList): number => Math.min(defaultSize, Math.max(1, most - 1));

export const maximumAccepted = definePagedProbe({
  id: 'pagination/maximum-accepted',
  title: 'A page of the documented maximum size is given, and is full while items are left',
  why: 'Clients that read long lists ask for the maximum. Where it is refused they get errors; where it is reduced they need many more requests.',
  fix: 'Compare the size with the maximum so that the maximum itself is allowed, and fill the page up to it.',
  over: limitedLists,
  requests: traversalsCost + 3,
  run: (list, session) => largestPageAndCount(session, list),
  judge(list, { page, counted }) {
    const { most } = list;
    const { asked, where } = askedOf(list);
    if (refusesSize(page)) return refusedMaximum(list, [page]);
    const items = pageItems(list, page);
    if (!items) return inconclusive(`${asked} was answered ${outcomeOf(page)}`, [page]);
    if (items.length > most) return aboveMaximum(list, page, items.length);
    const reported = reportedSize(list, page);
    if (reported !== undefined && reported < most && reported !== items.length) {
      return fail({ code: 'smaller-size-told', where, expected: `${most} reported as the size for ${asked}`, actual: String(reported) }, [
        page,
      ]);
    }
    if (!counted) return inconclusive(`The items could not be counted in pages of another size than ${most}`, [page]);
    const count = countOf(list, counted);
    if (items.length < Math.min(count, most)) return cutPage(list, { found: items.length, count }, [page, ...counted.pages]);
    if (count > most) return pass(1);
    return {
      kind: 'pass',
      judged: 1,
      untried: [`The list holds only ${count} items, so that a limit between ${count} and ${most} would not show`],
    };
  },
});

type LargestPageAndCount = {
  /** The first page of the maximum. */
  readonly page: Exchange;
  /** The list in smaller pages, counted before; undefined where no traversal reached the end. */
  readonly counted: Traversal | undefined;
};

/** Most pages that are read to count the items. */
const mostPages = 50;

/** The first page of the maximum size, and a traversal in pages of another size to compare it with. */
const largestPageAndCount = async (session: Session, list: LimitedList): Promise<LargestPageAndCount> => {
  const { first, small, single } = await traverseBySize(session, list);
  const whole = [small, single].find((traversal) => traversal?.end === 'ended');
  if (whole) return { page: firstOf(await traverseAgain(session, list)), counted: whole };
  if (first.pages.length === 0) return { page: first.last, counted: undefined };
  const query = pagesOf(list, usualSize(list));
  const counted = await traverseList(session, list, { query, pages: mostPages, turn: 'for the maximum' });
  return { page: firstOf(first), counted: counted.end === 'ended' ? counted : undefined };
};

const firstOf = ({ pages, last }: Traversal): Exchange => pages[0] ?? last;

export const maximumNotRefused = definePagedProbe({
  id: 'pagination/maximum-not-refused',
  title: 'The documented maximum is accepted as a size',
  why: 'Clients that read long lists ask for the maximum. Where it is refused, they get errors.',
  fix: 'Compare the size with the maximum so that the maximum itself is allowed.',
  over: limitedLists,
  requests: 2,
  async run(list, session) {
    const largest = firstOf(await referenceTraversal(session, list, 'first'));
    return { largest, usual: await firstPage(session, list, pagesOf(list, usualSize(list))) };
  },
  judge(list, { largest, usual }) {
    const { asked } = askedOf(list);
    if (isSuccess(largest)) {
      const items = pageItems(list, largest);
      if (!items) return inconclusive(`${asked} was answered ${outcomeOf(largest)} without a list`, [largest]);
      return items.length <= list.most ? pass(1) : aboveMaximum(list, largest, items.length);
    }
    if (refusesWhatWasAsked(largest) && isSuccess(usual)) return refusedMaximum(list, [largest, usual]);
    return inconclusive(`${asked} was answered ${outcomeOf(largest)}`, [largest, usual]);
  },
});

/** Such lists whose pages report their size. */
const reportingLists = (contract: Contract): (LimitedList & Subject)[] =>
  limitedLists(contract).filter(
    ({ paging }) => (paging.kind === 'page' || paging.kind === 'offset') && paging.convention.size !== undefined,
  );

export const maximumTold = definePagedProbe({
  id: 'pagination/maximum-told',
  title: 'A page of the documented maximum size reports no smaller size',
  why: 'The page is cut without a word: clients that ask for the maximum take the end of the page for the end of the list.',
  fix: 'Compare the size with the documented maximum and with no other, and document the maximum that is meant.',
  over: reportingLists,
  requests: 1,
  run: (list, session) => referenceTraversal(session, list, 'first'),
  judge(list, traversal) {
    const page = firstOf(traversal);
    const { asked, where } = askedOf(list);
    const [items, reported] = [pageItems(list, page), reportedSize(list, page)];
    if (!items || reported === undefined) return inconclusive(`${asked} was answered ${outcomeOf(page)} without a size`, [page]);
    // Some report how many items the page or the list has.
    if (reported >= list.most || reported === items.length || reported === countOf(list, traversal)) return pass(1);
    const expected = `${list.most} reported as the size for ${asked}`;
    return unconfirmed(fail({ code: 'smaller-size-told', where, expected, actual: String(reported) }, [page]));
  },
});

export const maximumFull = definePagedProbe({
  id: 'pagination/maximum-full',
  title: 'A page of the documented maximum size is full where the list holds more',
  why: 'Clients that read long lists ask for the maximum. Where it is reduced, they need many more requests.',
  fix: 'Fill the page up to the documented maximum.',
  over: limitedLists,
  requests: 2,
  run: (list, session) => referenceTraversal(session, list, 'first'),
  judge(list, traversal) {
    const { most } = list;
    const [page] = traversal.pages;
    if (!page) return inconclusive(`${askedOf(list).asked} was answered ${outcomeOf(traversal.last)}`, [traversal.last]);
    const count = countOf(list, traversal);
    if (count <= most) return inconclusive(`The list holds only ${count} items; more than ${most} are needed`, [page]);
    const found = pageItems(list, page)?.length ?? 0;
    return found >= most ? pass(1) : cutPage(list, { found, count }, [page]);
  },
});
