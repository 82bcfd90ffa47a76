import { evaluate, parseExpression } from '../../../contract/expression.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { linkAt, queryOfLink } from '../../scenarios/paging/follow-pages.ts';
import { countOf, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { exactCost, type ExactTraversal, exactTraversal, severalCost, severalPages } from '../../scenarios/paging/traversals.ts';
import { isByCursor, isByPosition, pageItems, type QueryPairs } from '../../subjects/collection.ts';
import { type EndingList, endingLists, type StatedEnd } from '../../subjects/stated-ends.ts';
import { definePagedProbe } from './paged-probe.ts';

/** What a page has where it leads to the next one; null or undefined where it leads nowhere. */
const shownAt = ({ at }: StatedEnd, page: Exchange): unknown =>
  parseExpression(at)?.from === 'response-header' ? linkAt(at, page) : evaluate(at, page);

const isNothing = (shown: unknown): boolean => shown === undefined || shown === null;

const leadsOn = (shown: unknown): boolean => !isNothing(shown) && shown !== '' && shown !== false;

/**
 * Does what a page has lead on. Where no sentence tells what stands there at the end, it has to lead to a later page: services write 0, a made-up text or the last page once
 * more where nothing follows.
 */
const leadsFurther = (list: EndingList, { isImplied }: StatedEnd, page: Exchange, shown: unknown): boolean => {
  if (!isImplied || !leadsOn(shown)) return leadsOn(shown);
  const query = typeof shown === 'number' ? undefined : queryOfLink(shown, page);
  if (!isByPosition(list)) return query !== undefined;
  const { position, first } = list.paging;
  const positionIn = (pairs: QueryPairs): number => Number(pairs.find(([name]) => name === position.name)?.[1] ?? first);
  const next = typeof shown === 'number' ? shown : query && positionIn(query);
  return next !== undefined && next > positionIn(page.request.query);
};

const itemsOn = (list: EndingList, page: Exchange | undefined): number => (page === undefined ? 0 : (pageItems(list, page)?.length ?? 0));

/** The size that a request asked its page for, else the documented one; undefined where there is none. */
const sizeIn = ({ paging }: EndingList, exchange: Exchange): number | undefined => {
  const asked = exchange.request.query.find(([name]) => name === paging.limit?.name)?.[1];
  return asked === undefined ? paging.defaultSize : Number(asked);
};

/** How a page says itself that nothing follows, for a finding: it counts as many items in all pages as were seen up to it, or announces no more. */
const knownEnd = ({ paging: { convention } }: EndingList, page: Exchange, seen: number): string | undefined => {
  if (convention.total !== undefined && evaluate(convention.total, page) === seen) return 'as it counts them';
  return convention.more !== undefined && evaluate(convention.more, page) === false ? 'which announces no more' : undefined;
};

/** Is a page surely the last: it is not full, or says so itself; where the form of the answer alone tells that the last one is different, both. */
const isEnd = ({ isImplied }: StatedEnd, isShort: boolean, isKnown: boolean): boolean =>
  isImplied ? isShort && isKnown : isShort || isKnown;

/** Reads the list so that its last page is full, where something can be said of such a page. */
const fullEnd = async (session: Session, list: EndingList, whole: Traversal): Promise<ExactTraversal | undefined> => {
  const { limit, convention } = list.paging;
  const count = countOf(list, whole);
  const told = list.ends.filter(({ isImplied }) => !isImplied);
  const isJudged = told.length > 0 && (convention.total !== undefined || convention.more !== undefined || told.some((end) => end.whenFull));
  return isJudged && limit !== undefined && whole.end === 'ended' && count > 0
    ? exactTraversal(session, list, count, { turn: 'full last page' })
    : undefined;
};

/**
 * Judges a full page with the last item. It may lead to an empty one, because the server cannot know that nothing follows, unless the page says that itself, or the document
 * says that it is the last one too.
 */
const judgeFull = (list: EndingList, end: StatedEnd, { size, traversal }: ExactTraversal, count: number): Unconfirmed | undefined => {
  const pages = traversal.pages.slice(0, count / size);
  const page = pages.at(-1);
  const isFull = pages.length === count / size && pages.every((one) => itemsOn(list, one) === size) && countOf(list, { pages }) === count;
  const next = traversal.pages[pages.length] ?? traversal.beyond;
  if (end.isImplied || !page || !isFull || itemsOn(list, next) > 0) return undefined;
  const shown = shownAt(end, page);
  if (!leadsOn(shown)) return undefined;
  const led = JSON.stringify(shown);
  const what = end.shows === 'null' ? 'null' : 'nothing';
  const finding = { code: 'whole-page-goes-on', where: end.where };
  const known = knownEnd(list, page, count);
  if (known !== undefined) {
    const expected = `${what} on the page with the last of ${count} items, ${known}`;
    return unconfirmed(fail({ ...finding, expected, actual: led }, [page]));
  }
  if (!end.whenFull || !next || !pageItems(list, next)) return undefined;
  const actual = `${led}, which leads to an empty page`;
  return unconfirmed(fail({ ...finding, expected: `${what} on a full page with the last item`, actual }, [page, next]));
};

/**
 * Judges the last page with items of a list that was read in several. A list that fits into one page may have no links at all there, so that this alone shows how several end.
 * What is behind the page was looked for, and is nothing.
 */
const judgeSeveral = (list: EndingList, end: StatedEnd, { pages, beyond }: Traversal): Unconfirmed | undefined => {
  const held = pages.filter((page) => itemsOn(list, page) > 0);
  const [page, next] = [held.at(-1), pages[held.length] ?? beyond];
  const isWhole = held.every((one, n) => one === pages[n]) && next !== undefined && pageItems(list, next)?.length === 0;
  if (!page || held.length < 2 || !isWhole) return undefined;
  const most = Math.max(...held.slice(0, -1).map((one) => itemsOn(list, one)));
  const isOver = isEnd(end, itemsOn(list, page) < most, knownEnd(list, page, countOf(list, { pages: held })) !== undefined);
  const shown = shownAt(end, page);
  if (!isOver || !leadsFurther(list, end, page, shown)) return undefined;
  const expected = `${end.shows === 'null' ? 'null' : 'nothing'} on the last of ${held.length} pages`;
  const actual = `${JSON.stringify(shown)}, which leads to an empty page`;
  return unconfirmed(fail({ code: 'last-page-goes-on', where: end.where, expected, actual }, [page, next]));
};

/** Judges the last page of a list that was read to its end. */
const judgeLast = (list: EndingList, end: StatedEnd, { last, pages, beyond }: Traversal, count: number): Verdict | Unconfirmed => {
  const before = pages.at(-2);
  const [held, asked] = [itemsOn(list, before), before && sizeIn(list, before)];
  // A page that is not full and names an empty one was the last: the server has nothing more to look for.
  if (end.shows === 'null' && before && held > 0 && asked !== undefined && held < asked && itemsOn(list, last) === 0 && isByCursor(list)) {
    const actual = `${JSON.stringify(shownAt(end, before))}, which leads to an empty page`;
    const expected = `null on the last page, with ${held} of at most ${asked} items`;
    return unconfirmed(fail({ code: 'last-page-goes-on', where: end.where, expected, actual }, [before, last]));
  }
  // A page that is the last by its own count, and names an empty one, was the last as well.
  const led = before && !isByPosition(list) ? shownAt(end, before) : undefined;
  const isShort = asked !== undefined && held < asked;
  const known = before && knownEnd(list, before, count) !== undefined;
  if (
    !isByCursor(list) &&
    held > 0 &&
    itemsOn(list, last) === 0 &&
    known === true &&
    isEnd(end, isShort, known) &&
    leadsFurther(list, end, before, led)
  ) {
    const actual = `${JSON.stringify(led)}, which leads to an empty page`;
    const expected = `nothing on the last page, with ${held} items`;
    return unconfirmed(fail({ code: 'last-page-goes-on', where: end.where, expected, actual }, [before, last]));
  }
  const shown = shownAt(end, last);
  // An empty text leads nowhere: what a service leaves out it may as well show so, as "Absent or empty on the last page" says.
  if (isNothing(shown) || (shown === '' && end.shows !== 'null')) return pass(1);
  if (end.isImplied && !leadsFurther(list, end, last, shown))
    return inconclusive('The last page has something there that leads no further', [last]);
  if (isByPosition(list) && leadsOn(shown)) {
    // Whatever follows was looked for by its position.
    const most = Math.max(...pages.slice(0, -1).map((page) => itemsOn(list, page)), sizeIn(list, last) ?? 0);
    const isOver = itemsOn(list, beyond) === 0 && isEnd(end, itemsOn(list, last) < most, knownEnd(list, last, count) !== undefined);
    if (!isOver) return inconclusive('The last page is full, and may not know that nothing follows', [last]);
  }
  const expected = end.shows === 'null' ? 'null on the last page' : 'nothing on the last page';
  return unconfirmed(fail({ code: 'last-page-other', where: end.where, expected, actual: JSON.stringify(shown) }, [last]));
};

export const lastPageAsStated = definePagedProbe({
  id: 'pagination/last-page-as-stated',
  title: 'The last page has in the place of what leads to the next one what the document says',
  why: 'A client that goes on until there is no next page asks for one that is not there, or for the first one again.',
  fix: 'Write null, or leave the member or the link out, as the document says, where no page follows. A full page alone does not mean that one follows.',
  reads: 'pagination',
  over: endingLists,
  requests: 4 + exactCost + severalCost,
  async run(list, session) {
    const whole = await referenceTraversal(session, list, 'first');
    const exact = await fullEnd(session, list, whole);
    const isSingle = isByPosition(list) && whole.end === 'ended' && whole.pages.filter((page) => itemsOn(list, page) > 0).length === 1;
    return { whole, exact, small: isSingle ? await severalPages(session, list, countOf(list, whole)) : undefined };
  },
  judge(list, { whole, exact, small }) {
    const count = countOf(list, whole);
    const full = exact && list.ends.flatMap((end) => judgeFull(list, end, exact, count) ?? [])[0];
    if (full) return full;
    if (whole.end !== 'ended') return inconclusive(`The last page was not reached (${whole.end})`, [whole.last]);
    const verdicts = list.ends.map((end) => judgeLast(list, end, whole, count));
    const several = small && list.ends.flatMap((end) => judgeSeveral(list, end, small) ?? [])[0];
    return (
      verdicts.find(({ kind }) => kind === 'unconfirmed') ??
      several ??
      verdicts.find(({ kind }) => kind === 'pass') ??
      verdicts[0] ??
      pass(1)
    );
  },
});
