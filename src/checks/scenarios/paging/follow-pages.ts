import { evaluate, parseExpression } from '../../../contract/expression.ts';
import { linksIn } from '../../../contract/link-header.ts';
import { headerValues, statusOf } from '../../../contract/message.ts';
import type { CountedPages, CursorPages, LinkPages } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type CountedList, type NamingList, pageItems, type QueryPairs, type ReadableList } from '../../subjects/collection.ts';
import { identityOf } from '../../subjects/item-identity.ts';

export type Next =
  /**
   * `mark` never comes twice in a traversal that ends. `query` is added to the query of the first page, or is the whole query of the next one.
   */
  | { readonly kind: 'page'; readonly mark: string; readonly query: QueryPairs; readonly isWhole: boolean }
  | { readonly kind: 'ended' | 'no-cursor' | 'unclear' };

/** How to get the page after those that were read, which are at least one. */
export const nextOf = (list: ReadableList, pages: readonly [Exchange, ...Exchange[]]): Next => {
  const { paging } = list;
  switch (paging?.kind) {
    case undefined:
      return { kind: 'ended' };
    case 'cursor':
      return byCursor(paging, pages.at(-1) ?? pages[0]);
    case 'link':
      return byLink(paging, pages.at(-1) ?? pages[0]);
    case 'page':
    case 'offset':
      return byPosition(list, paging, pages);
  }
};

/** The next page of a list whose query is that of the page before with one parameter more. */
const added = (name: string, value: string): Next => ({ kind: 'page', mark: value, query: [[name, value]], isWhole: false });

const byCursor = ({ cursor: { name }, convention: { next, more, moreAbsent } }: CursorPages, last: Exchange): Next => {
  const cursor = evaluate(next, last);
  const follows = more === undefined ? cursor !== undefined && cursor !== null && cursor !== '' : evaluate(more, last);
  if (follows === undefined || follows === null) return { kind: moreAbsent ?? 'unclear' };
  if (follows === false) return { kind: 'ended' };
  if (follows !== true) return { kind: 'unclear' };
  // Where a document says no more than that there is a `next`, it may be the cursor or the URL with it.
  const query = queryOfLink(cursor, last);
  if (query?.some(([one]) => one === name) === true) return { kind: 'page', mark: JSON.stringify(query), query, isWhole: true };
  return isCursor(cursor) ? added(name, String(cursor)) : { kind: 'no-cursor' };
};

const byLink = (paging: LinkPages, last: Exchange): Next => {
  const link = linkAt(paging.convention.next, last);
  if (link === undefined) return { kind: 'ended' };
  const query = queryOfLink(link, last);
  return query === undefined ? { kind: 'unclear' } : { kind: 'page', mark: JSON.stringify(query), query, isWhole: true };
};

/** The URL of the next page as a page gives it at a runtime expression; undefined where it gives none. */
export const linkAt = (next: string, page: Exchange): unknown => {
  const parsed = parseExpression(next);
  if (parsed?.from === 'response-header')
    return linksIn(headerValues(page, parsed.name)).find(({ relations }) => relations.includes('next'))?.target;
  const value = evaluate(next, page);
  return value === null || value === '' || value === false ? undefined : value;
};

/** The last segment of a path, without a slash behind it. */
const lastSegment = (path: string): string => path.replace(/\/+$/u, '').split('/').at(-1) ?? '';

/**
 * The query of a link to the next page, which may be absolute or relative (RFC 3986, section 4.2). Its host and the beginning of its path are
 * never followed: proxies change them. Undefined where it has no query, or leads to something else than the page that gave it.
 */
export const queryOfLink = (link: unknown, { sent: { target } }: Exchange): QueryPairs | undefined => {
  const from = new URL(target, 'http://host.invalid');
  if (typeof link !== 'string' || !URL.canParse(link, from.href)) return undefined;
  const { pathname, searchParams } = new URL(link, from);
  return searchParams.size > 0 && lastSegment(pathname) === lastSegment(from.pathname) ? [...searchParams] : undefined;
};

const byPosition = (list: ReadableList, paging: CountedPages, pages: readonly [Exchange, ...Exchange[]]): Next => {
  const { position, kind } = paging;
  const first = firstPosition({ paging }, pages[0]);
  if (kind === 'page') return added(position.name, String(first + pages.length));
  const sizes = pages.map((page) => pageItems(list, page)?.length ?? 0);
  // Where a page before the last is shorter or longer, the server may leave items out after counting, or count something else.
  if (sizes.slice(0, -1).some((size) => size !== sizes[0]) || (sizes.at(-1) ?? 0) > (sizes[0] ?? 0)) return { kind: 'unclear' };
  return added(position.name, String(first + sizes.reduce((sum, size) => sum + size, 0)));
};

/** Does a page name the next one: with a cursor that a query parameter can carry, or with a link. */
export const namesNext = ({ paging }: NamingList, page: Exchange): boolean =>
  paging.kind === 'cursor' ? isCursor(evaluate(paging.convention.next, page)) : linkAt(paging.convention.next, page) !== undefined;

/** What a page gives for the next one, as a finding or a fact shows it. */
export const nextShown = ({ paging }: NamingList, page: Exchange): unknown =>
  paging.kind === 'cursor' ? evaluate(paging.convention.next, page) : linkAt(paging.convention.next, page);

/** A value that a query parameter can carry back. */
export const isCursor = (value: unknown): value is string | number =>
  (typeof value === 'string' && value !== '') || typeof value === 'number';

/** The position of the first page: as it reports it, else as documented. */
export const firstPosition = ({ paging: { convention, first } }: Pick<CountedList, 'paging'>, page: Exchange | undefined): number => {
  const reported = convention.number === undefined || page === undefined ? undefined : evaluate(convention.number, page);
  return typeof reported === 'number' && Number.isSafeInteger(reported) ? reported : first;
};

/** The position of the page that follows a full one of a size. */
export const positionAfter = ({ paging: { kind } }: Pick<CountedList, 'paging'>, position: number, size: number): number =>
  position + (kind === 'page' ? 1 : size);

/** The page size that a counted page reports at the documented pointer; undefined where it reports none. */
export const reportedSize = ({ paging }: Pick<ReadableList, 'paging'>, page: Exchange): number | undefined => {
  const at = paging?.kind === 'page' || paging?.kind === 'offset' ? paging.convention.size : undefined;
  const reported = at === undefined ? undefined : evaluate(at, page);
  return typeof reported === 'number' ? reported : undefined;
};

/** Does an answer refuse a page for its number or its cursor, as malformed, missing or unusable. */
export const refusesPage = (exchange: Exchange): boolean => [400, 404, 422].includes(statusOf(exchange) ?? 0);

/** Does an answer refuse a page for its size. */
export const refusesSize = (exchange: Exchange): boolean => [400, 422].includes(statusOf(exchange) ?? 0);

/**
 * Does an answer show that the counted pages are over: it is empty, refused, or the page before once more. That shows nothing where
 * the page before is the first one and full, because then the server may ignore the number.
 */
export const isBeyond = (
  list: ReadableList,
  pages: readonly Exchange[],
  answer: Exchange,
  size: number | undefined,
): 'beyond' | 'page-repeated' | undefined => {
  if (list.paging?.kind !== 'page' && list.paging?.kind !== 'offset') return undefined;
  if (refusesPage(answer)) return 'beyond';
  const items = pageItems(list, answer);
  if (!items) return undefined;
  if (items.length === 0) return 'beyond';
  const before = pageItems(list, pages.at(-1) ?? answer) ?? [];
  const keys = (some: readonly unknown[]): string => JSON.stringify(some.map((item) => identityOf(list, item)));
  if (keys(items) !== keys(before)) return undefined;
  return pages.length > 1 || (size !== undefined && before.length < size) ? 'beyond' : 'page-repeated';
};

/**
 * Why a traversal stopped. `ended`: the last page reported the end, or no further page exists. `cut`: as many pages as were asked
 * for. `cursor-repeated`: it would never end. `no-cursor`: more was announced without a cursor. `unclear`: whether or where more follows
 * does not show. `page-repeated`: page 2 is page 1 again. `not-a-page`: the last answer is no page.
 */
type TraversalEnd = 'ended' | 'cut' | 'cursor-repeated' | 'no-cursor' | 'unclear' | 'page-repeated' | 'not-a-page';

export type Traversal = {
  /** The pages in order. */
  readonly pages: readonly Exchange[];
  readonly end: TraversalEnd;
  /** The answer after which it stopped; for `not-a-page` it is not among the pages. */
  readonly last: Exchange;
  /** Where pages are asked for by their position: the answer to the one after the last page. */
  readonly beyond?: Exchange;
};

/** Continues from a page that was read with a query, `most` pages in all. The query is repeated with every page, and the values of the path where some are given. */
export const followPages = async (
  session: Session,
  list: ReadableList,
  first: Exchange,
  {
    query,
    most,
    pathValues,
  }: { readonly query: QueryPairs; readonly most: number; readonly pathValues?: Readonly<Record<string, string>> },
): Promise<Traversal> => {
  const base = usableRequest(session, list.operation, 'follow', pathValues === undefined ? {} : { pathValues });
  const pages: [Exchange, ...Exchange[]] = [first];
  const seen = new Set<string>();
  const size = sizeIn(list, query);
  for (let last = first; ;) {
    const next = nextOf(list, pages);
    if (next.kind !== 'page') return { pages, end: next.kind, last };
    // A server may go on to give the cursor of the end, for items that are still to come.
    const isAtEnd = list.paging?.isInferred === true && pageItems(list, last)?.length === 0;
    if (seen.has(next.mark)) return { pages, end: isAtEnd ? 'ended' : 'cursor-repeated', last };
    if (pages.length >= most) return { pages, end: 'cut', last };
    seen.add(next.mark);
    const answer = await session.send({ ...base, query: queryFor(session, next, [...base.query, ...query]) });
    const beyond = isBeyond(list, pages, answer, size);
    if (beyond) return { pages, end: beyond === 'beyond' ? 'ended' : beyond, last, beyond: answer };
    if (!pageItems(list, answer)) return { pages, end: 'not-a-page', last: answer };
    pages.push(answer);
    last = answer;
  }
};

/**
 * The query of a next page, given that of the first one. A credential in a link is left out, because each request carries its own.
 */
export const queryFor = (
  { contract: { credentialPlacement } }: Pick<Session, 'contract'>,
  { query, isWhole }: Extract<Next, { kind: 'page' }>,
  first: QueryPairs,
): QueryPairs => {
  if (!isWhole) return [...first, ...query];
  return credentialPlacement.kind === 'query' ? query.filter(([name]) => name !== credentialPlacement.name) : query;
};

/** The size that a query asks for, else the documented one. */
const sizeIn = ({ paging }: ReadableList, query: QueryPairs): number | undefined => {
  const asked = query.find(([name]) => name === paging?.limit?.name)?.[1];
  return asked === undefined ? paging?.defaultSize : Number(asked);
};
