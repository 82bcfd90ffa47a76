import { evaluate } from '../../../contract/expression.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass, type Subject, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { compareTraversals, traverseAgain, type ExactTraversal, sawAll, traversalsCost } from '../../scenarios/paging/traversals.ts';
import { countOf, singlePages, type Traversal } from '../../scenarios/paging/traversal.ts';
import { type PagedList, pagedLists, pageItems } from '../../subjects/collection.ts';
import { definePagedProbe } from './paged-probe.ts';

/** A list whose pages show at a runtime expression whether more follows. */
type AnnouncingList = PagedList & { readonly moreAt: string };

const announcingLists = (contract: Contract): (AnnouncingList & Subject)[] =>
  pagedLists(contract).flatMap((list) => {
    const { more: moreAt } = list.paging.convention;
    return moreAt === undefined ? [] : [{ ...list, moreAt }];
  });

export const announcedMore = definePagedProbe({
  id: 'pagination/more-tells-the-truth',
  title: 'A page announces more exactly when a further page has items',
  why: 'A client that relies on it stops too early and misses items, or reads an empty page after every list.',
  fix: 'Look one item beyond the page before announcing more. A full page alone does not mean that more follows.',
  reads: 'pagination',
  over: announcingLists,
  requests: traversalsCost + 10,
  async run(list, session) {
    const { first, count, exact, last } = await compareTraversals(session, list);
    return { first, count, exact, ones: await singlePages(session, list), last: last ?? (await traverseAgain(session, list)) };
  },
  judge(list, { first, count, exact, ones, last }) {
    for (const traversal of [first, last]) {
      if (!sawAll(list, traversal)) return inconclusive(`The items could not be counted (${traversal.end})`, [traversal.last]);
    }
    const countAfter = countOf(list, last);
    const counts = [...first.pages, ...last.pages];
    if (count < 2) return inconclusive(`The list holds only ${count} items; at least 2 are needed`, counts);
    if (count !== countAfter) return inconclusive(`The list changed meanwhile: ${count} items before, ${countAfter} after`, counts);
    const verdicts = [judgeOnes(list, ones, count), ...(exact ? [judgeExact(list, exact, count)] : [])];
    const broken = verdicts.find(({ kind }) => kind === 'unconfirmed');
    if (broken) return broken;
    const settled = joinVerdicts(verdicts.filter((one) => one.kind !== 'unconfirmed'));
    if (exact || settled.kind !== 'pass') return settled;
    return { ...settled, untried: [`${count} items do not make a few equal pages, so that no full page ended at the last item`] };
  },
});

/** Does a page announce more? Undefined where the value is neither true nor false, which other checks judge. */
const moreOn = ({ moreAt }: AnnouncingList, page: Exchange): boolean | undefined => {
  const value = evaluate(moreAt, page);
  return typeof value === 'boolean' ? value : undefined;
};

const itemsOn = (list: AnnouncingList, page: Exchange): number => pageItems(list, page)?.length ?? 0;

const announcedNothing = (index: number, page: Exchange, before: Exchange): Unconfirmed => {
  const finding = { where: `page ${index + 1}`, expected: 'items, because the page before announces more', actual: 'no item' };
  return unconfirmed(fail({ code: 'more-announced-nothing', ...finding }, [page, before]));
};

/** Judges pages of one item: each but the last has to announce more, and after each announcement an item has to follow. */
const judgeOnes = (list: AnnouncingList, traversal: Traversal, count: number): Verdict | Unconfirmed => {
  let seen = 0;
  let judged = 0;
  for (const [index, page] of traversal.pages.entries()) {
    const before = traversal.pages[index - 1];
    if (before && itemsOn(list, page) === 0) return announcedNothing(index, page, before);
    seen += itemsOn(list, page);
    const more = moreOn(list, page);
    if (more === undefined) return inconclusive(`Page ${index + 1} of one item does not show whether more follows`, [page]);
    if (!more && seen < count) {
      const finding = {
        where: `page ${index + 1}`,
        expected: `more announced, because the list holds ${count} items`,
        actual: `nothing announced after ${seen}`,
      };
      return unconfirmed(fail({ code: 'more-not-announced', ...finding }, [page, ...traversal.pages.slice(0, index)]));
    }
    judged += 1;
  }
  const { end, last, pages } = traversal;
  if (end === 'ended' || end === 'cut') return pass(judged);
  const what = end === 'not-a-page' ? `was answered ${outcomeOf(last)}` : `gives no way to the next one (${end})`;
  return inconclusive(`Page ${end === 'not-a-page' ? pages.length + 1 : pages.length} of one item ${what}`, [last]);
};

/** Judges pages of which a full one ends at the last item: this one must not announce more. */
const judgeExact = (list: AnnouncingList, { size, traversal }: ExactTraversal, count: number): Verdict | Unconfirmed => {
  const before = traversal.pages.slice(0, count / size);
  const page = before.at(-1);
  const isFull = before.length === count / size && before.every((one) => itemsOn(list, one) === size);
  if (!page || !isFull || countOf(list, { pages: before }) !== count) {
    const reason = `No page of ${size} items ended at the last of ${count}: ${traversal.end} after ${traversal.pages.length} pages`;
    return inconclusive(reason, [traversal.last, ...traversal.pages.filter((one) => one !== traversal.last)]);
  }
  const more = moreOn(list, page);
  if (more === undefined) return inconclusive('The last page does not show whether more follows', [page]);
  if (!more) return pass(before.length);
  const next = traversal.pages[before.length];
  if (next && itemsOn(list, next) === 0) return announcedNothing(before.length, next, page);
  const finding = { where: `page ${before.length}`, expected: `no more announced after all ${count} items`, actual: 'more is announced' };
  return unconfirmed(fail({ code: 'more-announced-at-the-end', ...finding }, [page, ...before.slice(0, -1)]));
};
