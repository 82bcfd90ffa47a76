import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Finding, Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import type { Session } from '../../kit/session.ts';
import { refusesSize } from '../../scenarios/paging/follow-pages.ts';
import {
  beginningOf,
  countOf,
  firstPage,
  firstPages,
  referenceTraversal,
  singlePages,
  type Traversal,
} from '../../scenarios/paging/traversal.ts';
import { pageItems, pagesOf, type SizedList, sizedLists } from '../../subjects/collection.ts';
import { definePagedProbe } from './paged-probe.ts';

type Result = {
  readonly list: Traversal;
  /** The first pages of one item each. */
  readonly ones: Traversal;
  /** The first page of two. */
  readonly twos: Traversal;
};

/** Fewer items fit on one page of two. */
const leastItems = 3;

/** How many pages of one item are judged. */
const judgedPages = 3;

export const sizeRespected = definePagedProbe({
  id: 'pagination/size-respected',
  title: 'A page holds as many items as were asked for while more are left',
  why: 'Clients ask for a size to limit memory and time. A size that is ignored, even on later pages only, breaks both limits.',
  fix: 'Apply the size to every page, also to those read by a cursor, and fill each page while items are left.',
  over: sizedLists,
  requests: 11,
  async run(list, session): Promise<Omit<Result, 'twos'> & Partial<Result>> {
    const whole = await referenceTraversal(session, list, 'first');
    const ones = beginningOf(await singlePages(session, list), judgedPages);
    if (countOf(list, whole) < leastItems) return { list: whole, ones };
    return { list: whole, ones, twos: await firstPages(session, list, pagesOf(list, 2), 1) };
  },
  judge(list, { list: whole, ones, twos }) {
    if (whole.end === 'not-a-page') return inconclusive(`The list could not be read: ${outcomeOf(whole.last)}`, [whole.last]);
    const count = countOf(list, whole);
    const verdicts = [judgeTraversal(list, ones, 1, count), ...(twos ? [judgeTraversal(list, twos, 2, count)] : [])];
    const broken = verdicts.find(({ kind }) => kind === 'fail') ?? verdicts.find(({ kind }) => kind === 'unconfirmed');
    if (broken) return broken;
    if (count < 2) return inconclusive(`The list holds only ${count} items; at least 2 are needed`, whole.pages);
    const open = verdicts.find(({ kind }) => kind === 'inconclusive');
    if (open) return open;
    if (ones.pages.length < Math.min(judgedPages, count)) {
      return inconclusive(`The pages of one item ended after ${ones.pages.length} (${ones.end}), but the list holds ${count}`, ones.pages);
    }
    return pass(ones.pages.length + (twos?.pages.length ?? 0));
  },
});

export const sizeNotExceeded = definePagedProbe({
  id: 'pagination/size-not-exceeded',
  title: 'A page holds no more items than were asked for, and at least one unless the list is empty',
  why: 'Clients ask for a size to limit memory and time.',
  fix: 'Limit each page to the size that was asked for.',
  over: sizedLists,
  requests: ({ paging }) => (paging.leastSize === undefined ? 14 : 11),
  async run(list, session): Promise<Bounded> {
    const whole = await referenceTraversal(session, list, 'first');
    return {
      list: whole,
      ones: await singlePages(session, list),
      twos: await firstPages(session, list, pagesOf(list, 2), 1),
      about: list.paging.leastSize === undefined ? await aboutAsMany(session, list, countOf(list, whole)) : undefined,
    };
  },
  judge(list, { list: whole, ones, twos, about }) {
    const count = countOf(list, whole);
    if (count < leastItems) return inconclusive(`The list holds only ${count} items; at least ${leastItems} are needed`, [whole.last]);
    const broken = [judgeEmpty(list, ones, 1), judgeEmpty(list, twos, 2)].find((verdict) => verdict !== undefined);
    const joined = joinVerdicts([judgeFirst(list, ones, 1), judgeFirst(list, twos, 2)]);
    if (joined.kind !== 'fail') return broken ?? joined;
    if (list.paging.leastSize !== undefined || about?.isIgnored === true) return joined;
    return inconclusive('A page of so few items is larger; whether such a small size is promised is not documented', [
      about?.page ?? whole.last,
      ...ones.pages.slice(0, 1),
    ]);
  },
});

type Bounded = Result & {
  /** A page of about as many items as one without a size, and whether no size has an effect. Undefined where that cannot be decided. */
  readonly about: { readonly page: Exchange; readonly isIgnored: boolean } | undefined;
};

/** More items than any server takes for the fewest of a page. */
const surelyMany = 25;

/**
 * Asks for one item less than a page without a size holds, and for one more: a server that replaces only sizes that it finds too small applies one
 * of them. Where the list has no more items, and few, it cannot be distinguished from one that ignores the size.
 */
const aboutAsMany = async (session: Session, list: SizedList, count: number): Promise<Bounded['about']> => {
  const itemsOn = (page: Exchange): number => pageItems(list, page)?.length ?? 0;
  const usual = itemsOn(await firstPage(session, list, []));
  if (usual <= leastItems || (count <= usual && usual < surelyMany)) return undefined;
  const page = await firstPage(session, list, pagesOf(list, usual - 1));
  if (itemsOn(page) < usual) return { page, isIgnored: false };
  if (count <= usual || usual + 1 > (list.paging.maximumSize ?? Infinity)) return { page, isIgnored: usual >= surelyMany };
  const larger = await firstPage(session, list, pagesOf(list, usual + 1));
  return { page: larger, isIgnored: itemsOn(larger) === usual };
};

/** Judges the pages of one size. A page above it is wrong by itself; a shorter one only if the list holds more items. */
const judgeTraversal = (list: SizedList, traversal: Traversal, size: number, count: number): Verdict | Unconfirmed => {
  const { name } = list.paging.limit;
  const where = `query ${name}`;
  for (const [index, page] of traversal.pages.entries()) {
    const found = pageItems(list, page)?.length ?? 0;
    const actual = `${found} items on page ${index + 1}`;
    if (found > size) return fail({ code: 'page-larger', where, expected: `at most ${size} items for ${name}=${size}`, actual }, [page]);
    const isBeforeTheLastItem = (index + 1) * size < count;
    if (found < size && isBeforeTheLastItem) {
      const exchanges: readonly [Exchange, ...Exchange[]] = [page, ...traversal.pages.slice(0, index)];
      return unconfirmed(
        fail(
          { code: 'page-smaller', where, expected: `${size} items for ${name}=${size}, because the list holds ${count}`, actual },
          exchanges,
        ),
      );
    }
  }
  const { end, last } = traversal;
  if (end !== 'not-a-page') return pass(traversal.pages.length);
  if (traversal.pages.length === 0 && refusesSize(last)) {
    return fail({ code: 'size-refused', where, expected: `a page for ${name}=${size}`, actual: `status ${outcomeOf(last)}` }, [last]);
  }
  return inconclusive(`Page ${traversal.pages.length + 1} of ${name}=${size} was answered ${outcomeOf(last)}`, [last]);
};

/** Judges an empty first page of a list that holds items; undefined where the page is not empty. */
const judgeEmpty = (list: SizedList, { pages: [page] }: Traversal, size: number): Unconfirmed | undefined => {
  if (!page || (pageItems(list, page)?.length ?? 0) > 0) return undefined;
  return unconfirmed(fail({ code: 'page-empty', ...atMost(list, size, 0) }, [page]));
};

const atMost = (list: SizedList, size: number, found: number): Pick<Finding, 'where' | 'expected' | 'actual'> => {
  const { name } = list.paging.limit;
  return { where: `query ${name}`, expected: `at least one item and at most ${size} for ${name}=${size}`, actual: `${found} items` };
};

/** Judges the first page of one size by itself: it may hold fewer items than were asked for. */
const judgeFirst = (list: SizedList, { pages: [page], last }: Traversal, size: number): Verdict => {
  const { name } = list.paging.limit;
  if (!page) return inconclusive(`${name}=${size} was answered ${outcomeOf(last)}`, [last]);
  const found = pageItems(list, page)?.length ?? 0;
  return found <= size ? pass(1) : fail({ code: 'page-larger', ...atMost(list, size, found) }, [page]);
};
