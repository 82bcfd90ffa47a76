import { evaluate, parseExpression } from '../../../contract/expression.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { fail, inconclusive, pass, type Subject, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { linkAt, nextOf, queryFor, queryOfLink, refusesPage } from '../../scenarios/paging/follow-pages.ts';
import { compareTraversals, type ComparedTraversals, shiftedPages, traversalsCost, unfinished } from '../../scenarios/paging/traversals.ts';
import { type CountedList, countedLists, pageItems } from '../../subjects/collection.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import { textsOfHeader } from '../../subjects/stated-ends.ts';
import { definePagedProbe } from './paged-probe.ts';

/** A list whose pages are asked for by their position, and hold the URL of the next one too. */
type LinkedList = CountedList & {
  readonly next: string;
  /** The document says of its pages that they have the link. */
  readonly isStated: boolean;
};

/** Does the document say what the header field is that holds the links. One that is only named may be left out. */
const isGivenIn = (contract: Contract, list: CountedList, next: string): boolean => {
  const parsed = parseExpression(next);
  return parsed?.from === 'response-header' && textsOfHeader(contract, list, parsed.name).some((text) => /\bnext\b/iu.test(text));
};

const linkedLists = (contract: Contract): (LinkedList & Subject)[] =>
  countedLists(contract).flatMap((list) => {
    const { next } = list.paging.convention;
    return next === undefined ? [] : [{ ...list, next, isStated: isGivenIn(contract, list, next) }];
  });

type Result = {
  readonly traversals: ComparedTraversals;
  /** The answer to the link of the first page; undefined where it gave none that can be followed. */
  readonly followed: Exchange | undefined;
};

export const linkLeadsOn = definePagedProbe<LinkedList & Subject, Result>({
  id: 'pagination/link-leads-on',
  title: 'The link to the next page stands in each page but the last, and leads there',
  why: 'A client that follows the links stops too early, reads the same page again, or leaves items out.',
  fix: 'Link each page to the one after it, with the size, the filters and the order of the request.',
  reads: 'pagination',
  over: linkedLists,
  requests: traversalsCost + 1,
  async run(list, session) {
    const traversals = await compareTraversals(session, list);
    const [first] = traversals.small?.pages ?? [];
    return { traversals, followed: first === undefined ? undefined : await follow(session, list, first) };
  },
  judge(list, { traversals, followed }) {
    const { small } = traversals;
    const [first, second] = small?.pages ?? [];
    const open = unfinished(traversals) ?? shiftedPages(list, traversals);
    if (open || !small || !first || !second) return open ?? inconclusive('The list has only one page', traversals.first.pages);
    const broken =
      judgePositions(list, small.pages) ??
      judgeMissing(list, small.pages) ??
      (followed === undefined ? undefined : judgeFollowed(list, first, second, followed));
    if (broken) return broken;
    const given = small.pages.filter((page) => linkAt(list.next, page) !== undefined);
    return given.length === 0 ? inconclusive('No page holds a link to the next one', small.pages) : pass(given.length);
  },
});

const follow = async (session: Session, list: LinkedList, page: Exchange): Promise<Exchange | undefined> => {
  const query = queryOfLink(linkAt(list.next, page), page);
  if (query === undefined) return undefined;
  const base = usableRequest(session, list.operation, 'linked');
  return session.send({ ...base, query: queryFor(session, { kind: 'page', mark: '', query, isWhole: true }, base.query) });
};

/** Each page that items follow, with the ones before it. */
const followedPages = (list: LinkedList, pages: readonly Exchange[]): readonly (readonly [Exchange, ...Exchange[]])[] =>
  pages.flatMap((page, n) => {
    const after = pages[n + 1];
    const [start = page, ...others] = pages.slice(0, n + 1);
    return after !== undefined && (pageItems(list, after)?.length ?? 0) > 0 ? [[start, ...others] as const] : [];
  });

/** Judges the position in each link; one without a position may lead on by other means. */
const judgePositions = (list: LinkedList, pages: readonly Exchange[]): Unconfirmed | undefined => {
  const { name } = list.paging.position;
  for (const read of followedPages(list, pages)) {
    const page = read.at(-1) ?? read[0];
    const next = nextOf(list, read);
    const given = queryOfLink(linkAt(list.next, page), page)?.find(([one]) => one === name)?.[1];
    if (given === undefined || next.kind !== 'page' || Number(given) === Number(next.mark)) continue;
    const finding = { where: list.next, expected: `a link with ${name}=${next.mark} in page ${read.length}`, actual: `${name}=${given}` };
    return unconfirmed(fail({ code: 'link-to-other-page', ...finding }, [page]));
  }
  return undefined;
};

/** Judges pages without a link while more follow. A server that gives no link at all leaves out what it may leave out, unless the document says what the link is. */
const judgeMissing = (list: LinkedList, pages: readonly Exchange[]): Unconfirmed | undefined => {
  const isGiven = pages.some((page) => linkAt(list.next, page) !== undefined);
  for (const read of followedPages(list, pages)) {
    const page = read.at(-1) ?? read[0];
    const isNull = evaluate(list.next, page) === null;
    if (linkAt(list.next, page) !== undefined || (!isGiven && !isNull && !list.isStated)) continue;
    const finding = { where: list.next, expected: `a link to the next page in page ${read.length} of ${pages.length}`, actual: 'none' };
    return unconfirmed(fail({ code: 'link-missing', ...finding }, [page]));
  }
  return undefined;
};

/** Judges where the link of the first page leads. */
const judgeFollowed = (
  list: LinkedList,
  first: Exchange,
  second: Exchange,
  followed: Exchange,
): ReturnType<typeof inconclusive> | Unconfirmed | undefined => {
  const keysOf = (page: Exchange): readonly string[] => (pageItems(list, page) ?? []).map((item) => identityOf(list, item));
  const expected = 'the page after the first one';
  const broken = (code: string, actual: string): Unconfirmed =>
    unconfirmed(fail({ code, where: list.next, expected, actual }, [followed, first, second]));
  if (refusesPage(followed)) return broken('link-refused', `status ${outcomeOf(followed)}`);
  if (!pageItems(list, followed)) return inconclusive(`The link to the next page was answered ${outcomeOf(followed)}`, [followed]);
  const [before, after, found] = [keysOf(first), keysOf(second), keysOf(followed)];
  if (found.some((key) => before.includes(key))) return broken('link-to-same-page', 'items of the first page again');
  const [start] = after;
  return start === undefined || found.includes(start) ? undefined : broken('link-skips', 'the first item after the first page is missing');
};
