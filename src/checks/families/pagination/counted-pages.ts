import { evaluate } from '../../../contract/expression.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass, type Probe, type Subject, unconfirmed } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import type { ReadProbe } from '../../kit/read-probe.ts';
import { positionAfter, refusesPage } from '../../scenarios/paging/follow-pages.ts';
import { shiftedPages, unfinished } from '../../scenarios/paging/traversals.ts';
import { countOf, type Traversal } from '../../scenarios/paging/traversal.ts';
import { type CountedList, countedLists, isByPosition, isSized, type PagedList, pagedLists, pageItems } from '../../subjects/collection.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import { type FirstPages, firstPagesByPosition } from './first-pages.ts';
import { definePagedProbe, defineSurveyProbe } from './paged-probe.ts';

/** Defines a check of the first pages, each asked for by its position. All such checks share these reads. */
const defineCountedProbe = <L extends CountedList & Subject>(
  probe: Omit<ReadProbe<L, FirstPages>, 'requests' | 'run'>,
): Probe<FirstPages> =>
  definePagedProbe<L, FirstPages>({ requests: 6, run: (list, session) => firstPagesByPosition(session, list), ...probe });

/** A list whose pages report a value at a documented location, a runtime expression. */
type Reporting<L extends PagedList> = L & Subject & { readonly reportedAt: string };

const reporting = <L extends PagedList & Subject>(list: L, reportedAt: string | undefined): readonly Reporting<L>[] =>
  reportedAt === undefined ? [] : [{ ...list, reportedAt }];

/** Lists whose pages report their position or their size. */
const reportingLists =
  (word: 'number' | 'size') =>
  (contract: Contract): Reporting<CountedList>[] =>
    countedLists(contract).flatMap((list) => reporting(list, list.paging.convention[word]));

/** Lists whose pages report the number of all items. */
const totalingLists = (contract: Contract): Reporting<PagedList>[] =>
  pagedLists(contract).flatMap((list) => reporting(list, list.paging.convention.total));

/** A page that was asked for, and the value that it should report. */
type ReportingPage = {
  readonly page: Exchange;
  readonly value: number;
  /** Which page it is, for a sentence: `A page of limit=2 does not report its size`. */
  readonly which: string;
  /** What was asked for, for an expectation: `2 for limit=2`. */
  readonly asked: string;
};

/** Judges the value that a page reports: it should be the one asked for, as a number or as a text. */
const judgeReported =
  (word: 'number' | 'size', code: string) =>
  (list: Reporting<CountedList>, { page, value, which, asked }: ReportingPage): Verdict => {
    const { reportedAt } = list;
    const reported = evaluate(reportedAt, page);
    if (reported === undefined) return inconclusive(`A page ${which} does not report its ${word}`, [page]);
    if (reported === value || reported === String(value)) return pass(1);
    if (word === 'size' && list.paging.leastSize === undefined && Number(reported) > value)
      return inconclusive(`A page ${which} reports a larger one; whether such a small size is promised is not documented`, [page]);
    return fail({ code, where: reportedAt, expected: `${value} ${asked}`, actual: JSON.stringify(reported) }, [page]);
  };

const judgeNumber = judgeReported('number', 'other-number');
const judgeSize = judgeReported('size', 'other-size');

/** Does a page hold at least one item? */
const hasItems = (list: CountedList, exchange: Exchange): boolean => (pageItems(list, exchange)?.length ?? 0) > 0;

export const numberRepeated = defineCountedProbe({
  id: 'pagination/number-repeated',
  title: 'A page reports the number that was asked for, and the first one is page 1',
  why: 'Clients show the number that a page reports, and compute the next one from it.',
  fix: 'Report the number of the request, and 1 where there was none.',
  reads: 'pagination',
  over: reportingLists('number'),
  judge(list, { plain, second: { number, size, exchange } }) {
    if (!pageItems(list, plain)) return inconclusive(`The first page was answered ${outcomeOf(plain)}`, [plain]);
    const judge = (page: Exchange, value: number, asked: string): Verdict => judgeNumber(list, { page, value, which: asked, asked });
    const first = judge(plain, list.paging.first, 'without a number');
    const reason = `Page ${number} of ${size} items was answered ${outcomeOf(exchange)} without items`;
    const second = hasItems(list, exchange)
      ? judge(exchange, positionAfter(list, list.paging.first, size), `for ${list.paging.position.name}=${number}`)
      : inconclusive(reason, [exchange]);
    return joinVerdicts([first, second]);
  },
});

export const sizeRepeated = defineCountedProbe({
  id: 'pagination/size-repeated',
  title: 'A page reports the size that was asked for, also where it holds fewer items',
  why: 'From the size that a page reports clients compute how many pages are left.',
  fix: 'Report the size of the request, not the number of items on the page.',
  reads: 'pagination',
  over: (contract) => reportingLists('size')(contract).filter(isSized),
  judge: (list, { second, short }) =>
    joinVerdicts(
      [second, short]
        .filter((one) => one !== undefined)
        .map(({ size, number, exchange }) => {
          const asked = `${list.paging.limit.name}=${size}`;
          return hasItems(list, exchange)
            ? judgeSize(list, { page: exchange, value: size, which: `of ${asked}`, asked: `for ${asked}` })
            : inconclusive(`Page ${number} of ${asked} was answered ${outcomeOf(exchange)} without items`, [exchange]);
        }),
    ),
});

export const totalTrue = defineSurveyProbe({
  id: 'pagination/total-true',
  title: 'Every page reports the number of items in all pages',
  why: 'Clients show this number, and compute from it how many pages they have to read.',
  fix: 'Count the whole list that the request selects, not the page, and not the pages.',
  reads: 'pagination',
  over: totalingLists,
  judge(list, traversals) {
    const open = unfinished(traversals) ?? shiftedPages(list, traversals);
    const { small, count } = traversals;
    if (open || !small) return open ?? inconclusive('The list could not be traversed', traversals.first.pages);
    if (countOf(list, small) !== count)
      return inconclusive(`Two traversals counted ${count} and ${countOf(list, small)} items`, [small.last, traversals.first.last]);
    const reported = small.pages.map((page) => ({ page, total: evaluate(list.reportedAt, page) }));
    const silent = reported.find(({ total }) => total === undefined);
    const isNever = reported.every(({ total }) => total === undefined) && list.reportedAt.startsWith('$response.header.');
    if (silent && isNever) {
      const expected = `the number of all items, ${count}, as the document describes it`;
      return unconfirmed(fail({ code: 'total-missing', where: list.reportedAt, expected, actual: 'no such field' }, [silent.page]));
    }
    if (silent) return inconclusive('A page does not report the number of items', [silent.page]);
    const wrong = reported.filter(({ total }) => total !== count && total !== String(count));
    const [first] = wrong;
    if (!first) return pass(reported.length);
    // The error response may be about the number of the page, while more items follow that no traversal reaches.
    const isCutOff = !isSurelyOver(list, traversals.first) && !isSurelyOver(list, small);
    const larger = reported.find(({ total }) => Number(total) > count);
    if (isCutOff && larger)
      return inconclusive(`An error response ended each traversal after a full page, at ${count} items`, [small.last, larger.page]);
    const finding = {
      code: 'other-total',
      where: list.reportedAt,
      expected: `${count}, as many as all pages hold`,
      actual: JSON.stringify(first.total),
    };
    const others = small.pages.filter((page) => page !== first.page);
    return unconfirmed(fail(finding, [first.page, ...others], { judged: reported.length, breaches: wrong.length }));
  },
});

/** Did a traversal end with a page that names no next one, with an empty page, or with one that holds fewer items than the first? */
const isSurelyOver = (list: PagedList, { pages, beyond }: Traversal): boolean => {
  if (!isByPosition(list)) return true;
  const sizes = pages.map((page) => pageItems(list, page)?.length ?? 0);
  return (beyond !== undefined && pageItems(list, beyond)?.length === 0) || (sizes.at(-1) ?? 0) < (sizes[0] ?? 0);
};

/** The least number of items that fills two pages of two. */
const leastItems = 4;

export const pageNumberFollows = defineCountedProbe({
  id: 'pagination/page-number-follows',
  title: 'The second page holds other items than the first',
  why: 'Where the number is ignored, a client reads the first page over and over, or never gets beyond it.',
  fix: 'Read the number of the page from the documented parameter, and skip the items of the pages before.',
  reads: 'pagination',
  over: countedLists,
  judge(list, { count, whole, first, second }) {
    const { name } = list.paging.position;
    if (count < leastItems) return inconclusive(`The list holds only ${count} items; at least ${leastItems} are needed`, [whole.last]);
    const asked = `${name}=${second.number} of ${second.size} items`;
    const before = pageItems(list, first.exchange);
    const after = pageItems(list, second.exchange);
    const finding = { where: `query ${name}`, expected: `items after the first page for ${asked}, because the list holds ${count}` };
    // A server that replaces a small size by its own may have no second page of it.
    const isOnePage = list.paging.leastSize === undefined && before !== undefined && before.length >= count;
    if (isOnePage) return inconclusive(`The first page of ${first.size} items holds all ${count}`, [first.exchange, whole.last]);
    if (refusesPage(second.exchange)) {
      const actual = `status ${outcomeOf(second.exchange)}`;
      return fail({ code: 'page-refused', ...finding, actual }, [second.exchange, first.exchange]);
    }
    if (!before) return inconclusive(`${name}=${first.number} was answered ${outcomeOf(first.exchange)}`, [first.exchange]);
    if (!after) return inconclusive(`${asked} was answered ${outcomeOf(second.exchange)}`, [second.exchange]);
    const exchanges = [second.exchange, first.exchange, whole.last] as const;
    if (before.length === 0) return inconclusive(`${name}=${first.number} shows no item`, exchanges);
    if (after.length === 0) return unconfirmed(fail({ code: 'page-empty', ...finding, actual: 'no item' }, exchanges));
    const known = new Set(before.map((item) => identityOf(list, item)));
    if (after.some((item) => !known.has(identityOf(list, item)))) return pass(1);
    return unconfirmed(fail({ code: 'first-page-again', ...finding, actual: 'only items of the first page' }, exchanges));
  },
});
