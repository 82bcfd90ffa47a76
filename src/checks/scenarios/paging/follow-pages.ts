import { evaluate } from '../../../contract/expression.ts';
import { statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { pageItems, type QueryPairs, type ReadableList } from '../../subjects/collection.ts';
import { identityOf } from '../../subjects/item-identity.ts';

export type Next =
  /** Sent with the query of the page before. `value` never comes twice in a traversal that ends. */
  { readonly kind: 'page'; readonly name: string; readonly value: string } | { readonly kind: 'ended' | 'no-cursor' | 'unclear' };

/** How to get the page after those that were read. */
export const nextOf = ({ paging }: Pick<ReadableList, 'paging'>, pages: readonly Exchange[]): Next => {
  const [first] = pages;
  const last = pages.at(-1);
  if (!paging || !first || !last) return { kind: 'ended' };
  if (paging.kind === 'page')
    return { kind: 'page', name: paging.page.name, value: String(firstNumber(paging.convention.number, first) + pages.length) };
  const { next, more, moreAbsent } = paging.convention;
  const cursor = evaluate(next, last);
  const follows = more === undefined ? cursor !== undefined && cursor !== null && cursor !== '' : evaluate(more, last);
  if (follows === undefined || follows === null) return { kind: moreAbsent ?? 'unclear' };
  if (follows === false) return { kind: 'ended' };
  if (follows !== true) return { kind: 'unclear' };
  return isCursor(cursor) ? { kind: 'page', name: paging.cursor.name, value: String(cursor) } : { kind: 'no-cursor' };
};

/** A value that a query parameter can carry back. */
export const isCursor = (value: unknown): value is string | number =>
  (typeof value === 'string' && value !== '') || typeof value === 'number';

/** The number of the first page: as it reports it, else 1. */
export const firstNumber = (number: string | undefined, page: Exchange): number => {
  const reported = number === undefined ? undefined : evaluate(number, page);
  return typeof reported === 'number' && Number.isSafeInteger(reported) ? reported : 1;
};

/** The page size that a counted page reports at the documented pointer; undefined where it reports none. */
export const reportedSize = ({ paging }: Pick<ReadableList, 'paging'>, page: Exchange): number | undefined => {
  const at = paging?.kind === 'page' ? paging.convention.size : undefined;
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
  if (list.paging?.kind !== 'page') return undefined;
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
 * for. `cursor-repeated`: it would never end. `no-cursor`: more was announced without a cursor. `unclear`: whether more follows is
 * neither true nor false. `page-repeated`: page 2 is page 1 again. `not-a-page`: the last answer is no page.
 */
type TraversalEnd = 'ended' | 'cut' | 'cursor-repeated' | 'no-cursor' | 'unclear' | 'page-repeated' | 'not-a-page';

export type Traversal = {
  /** The pages in order. */
  readonly pages: readonly Exchange[];
  readonly end: TraversalEnd;
  /** The answer after which it stopped; for `not-a-page` it is not among the pages. */
  readonly last: Exchange;
  /** Where pages are counted: the answer to the number after the last page. */
  readonly beyond?: Exchange;
};

/** Continues from a page that was read with a query, `most` pages in all. The query is repeated with every page. */
export const followPages = async (
  session: Session,
  list: ReadableList,
  first: Exchange,
  { query, most }: { readonly query: QueryPairs; readonly most: number },
): Promise<Traversal> => {
  const base = usableRequest(session, list.operation, 'follow');
  const pages = [first];
  const seen = new Set<string>();
  const size = sizeIn(list, query);
  for (let last = first; ;) {
    const next = nextOf(list, pages);
    if (next.kind !== 'page') return { pages, end: next.kind, last };
    if (seen.has(next.value)) return { pages, end: 'cursor-repeated', last };
    if (pages.length >= most) return { pages, end: 'cut', last };
    seen.add(next.value);
    const answer = await session.send({ ...base, query: [...base.query, ...query, [next.name, next.value]] });
    const beyond = isBeyond(list, pages, answer, size);
    if (beyond) return { pages, end: beyond === 'beyond' ? 'ended' : beyond, last, beyond: answer };
    if (!pageItems(list, answer)) return { pages, end: 'not-a-page', last: answer };
    pages.push(answer);
    last = answer;
  }
};

/** The size that a query asks for, else the documented one. */
const sizeIn = ({ paging }: ReadableList, query: QueryPairs): number | undefined => {
  const asked = query.find(([name]) => name === paging?.limit.name)?.[1];
  return asked === undefined ? paging?.defaultSize : Number(asked);
};
