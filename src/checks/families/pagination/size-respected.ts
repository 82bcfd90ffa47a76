import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PagedList, pagedListAt, pagedLists, pageItems, pagesOf, styleParameterPlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { beginningOf, countOf, firstPages, referenceWalk, singlePages, type Walk } from '../../scenarios/paging/walk.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import type { Verdict } from '../../../model/verdict.ts';

type Measured = {
  readonly list: Walk;
  /** The first three pages of one item each. */
  readonly ones: Walk;
  /** The first page of two, where there are at least three items. */
  readonly twos: Walk | undefined;
};

/** Statuses that refuse a size. */
const refusals = new Set([400, 422]);

export const sizeRespected = defineProbe<Measured>({
  id: 'pagination/size-respected',
  title: 'A page holds as many items as were asked for while more are left',
  why: 'Clients ask for a size to bound memory and time; a size that is ignored or forgotten on later pages breaks both.',
  fix: 'Apply the size to every page, also to those fetched with a cursor, and fill each page while items are left.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => pagedLists(contract).map((list) => styleParameterPlace(list, list.paging.limit)),
  needs: (place, around) => needsFor(pagedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 11, creates: 0 }),
  async measure(place, session) {
    const collection = await offered(session, pagedListAt(session.contract, place));
    const list = await referenceWalk(session, collection, 'first');
    const ones = beginningOf(await singlePages(session, collection), 3);
    const enough = countOf(collection, list) >= 3;
    return { list, ones, twos: enough ? await firstPages(session, collection, pagesOf(collection, 2), 1) : undefined };
  },
  judge(place, { list, ones, twos }, { contract }) {
    const collection = pagedListAt(contract, place);
    if (list.end === 'not-a-page') return inconclusive(`The list could not be read: ${outcomeOf(list.last)}`, [list.last]);
    const count = countOf(collection, list);
    const verdicts = [judgeWalk(collection, ones, 1, count), ...(twos ? [judgeWalk(collection, twos, 2, count)] : [])];
    const broken = verdicts.find(({ kind }) => kind === 'fail') ?? verdicts.find(({ kind }) => kind === 'unconfirmed');
    if (broken) return broken;
    if (count < 2) return inconclusive(`Only ${count} items are there, at least 2 are needed`, list.pages);
    const open = verdicts.find(({ kind }) => kind === 'inconclusive');
    if (open) return open;
    const wanted = Math.min(3, count);
    if (ones.pages.length < wanted) {
      return inconclusive(`The pages of one item ended after ${ones.pages.length} (${ones.end}), ${count} items are there`, ones.pages);
    }
    return pass(ones.pages.length + (twos?.pages.length ?? 0));
  },
});

/** Judges the pages of one size. A page above it is wrong by itself; a short one only against the count of items. */
const judgeWalk = (collection: PagedList, walked: Walk, size: number, count: number): Verdict | Unconfirmed => {
  const { name } = collection.paging.limit;
  const where = `query ${name}`;
  for (const [index, page] of walked.pages.entries()) {
    const found = pageItems(collection, page)?.length ?? 0;
    const actual = `${found} items on page ${index + 1}`;
    if (found > size) return fail({ code: 'page-larger', where, expected: `at most ${size} items for ${name}=${size}`, actual }, [page]);
    const isBeforeTheLastItem = (index + 1) * size < count;
    if (found < size && isBeforeTheLastItem) {
      const exchanges: readonly [Exchange, ...Exchange[]] = [page, ...walked.pages.slice(0, index)];
      return unconfirmed(
        fail({ code: 'page-smaller', where, expected: `${size} items for ${name}=${size}, ${count} being there`, actual }, exchanges),
      );
    }
  }
  const { end, last } = walked;
  if (end !== 'not-a-page') return pass(walked.pages.length);
  if (walked.pages.length === 0 && refusals.has(statusOf(last) ?? 0)) {
    return fail({ code: 'size-refused', where, expected: `a page for ${name}=${size}`, actual: `status ${outcomeOf(last)}` }, [last]);
  }
  return inconclusive(`Page ${walked.pages.length + 1} of ${name}=${size} was answered ${outcomeOf(last)}`, [last]);
};
