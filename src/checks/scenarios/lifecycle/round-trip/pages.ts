import { evaluate } from '../../../../contract/expression.ts';
import { parametersIn } from '../../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../../contract/message.ts';
import type { Collection } from '../../../../contract/model.ts';
import type { Exchange } from '../../../../model/exchange.ts';
import type { PlannedRequest } from '../../../../model/request.ts';
import { usableRequest } from '../../../requests/usable-request.ts';
import { isByPosition, largestPage, type PagedList, pageItems, stylesOf } from '../../../subjects/collection.ts';
import { itemIn } from '../../../subjects/round-trips.ts';
import { firstPosition, isBeyond, nextOf, queryFor } from '../../paging/follow-pages.ts';
import type { Way } from './way.ts';

/** The first page of a list, as large as the contract allows: below what the resource is below. */
export const pageOf = async ({ session }: Way, list: Collection, creation: Exchange): Promise<Exchange> => {
  const names = parametersIn(list.operation.path);
  const pathValues = Object.fromEntries(
    names.flatMap((name) => (creation.request.pathValues[name] === undefined ? [] : [[name, creation.request.pathValues[name]]])),
  );
  const request = usableRequest(session, list.operation, 'trip', { pathValues });
  const [style] = stylesOf(list);
  const size = style === undefined ? [] : largestPage(style);
  const largest = size.length === 0 ? undefined : await session.send({ ...request, query: [...request.query, ...size] });
  return largest && isSuccess(largest) ? largest : session.send(request);
};

/** Most pages that are read in search of what a run created: a list may be as long as its service is old. */
const mostPages = 8;

/** Does a page have every resource with one of some ids. */
const hasAll = ({ trip }: Way, list: Collection, pages: readonly Exchange[], ids: readonly string[]): boolean =>
  ids.every((id) => pages.some((page) => itemIn(trip, list, page, id) !== undefined));

/** The page that ends a list, where its pages are counted and it tells how many items it has: what is new is there, or on the first one. */
const lastPageRequest = (list: PagedList, first: Exchange): PlannedRequest | undefined => {
  if (!isByPosition(list)) return undefined;
  const { paging } = list;
  const { total: at } = paging.convention;
  const total = at === undefined ? undefined : evaluate(at, first);
  const size = pageItems(list, first)?.length ?? 0;
  if (typeof total !== 'number' || !Number.isSafeInteger(total) || size === 0 || total <= size) return undefined;
  const start = firstPosition(list, first);
  const position = paging.kind === 'page' ? start + Math.ceil(total / size) - 1 : start + total - size;
  const query = first.request.query.filter(([name]) => name !== paging.position.name);
  return { ...first.request, query: [...query, [paging.position.name, String(position)]] };
};

/**
 * Pages of a list until they show resources that the run created: the first one, the one that ends the list where that is known, and those between. Not every list
 * shows what is new on its first page.
 * @returns at least the first page; pages that were not answered with success are left out behind it.
 */
export const pagesShowing = async (
  way: Way,
  list: Collection,
  creation: Exchange,
  ids: readonly string[],
): Promise<readonly [Exchange, ...Exchange[]]> => {
  const { session } = way;
  const first = await pageOf(way, list, creation);
  const [paged] = stylesOf(list);
  if (!isSuccess(first) || paged === undefined || hasAll(way, list, [first], ids)) return [first];
  const ending = lastPageRequest(paged, first);
  const last = ending && (await session.send(ending));
  const ends = last && isSuccess(last) ? [last] : [];
  const pages: [Exchange, ...Exchange[]] = [first];
  const size = paged.paging.maximumSize ?? paged.paging.defaultSize;
  while (pages.length < mostPages && !hasAll(way, list, [...pages, ...ends], ids)) {
    const next = nextOf(paged, pages);
    if (next.kind !== 'page') break;
    const page = await session.send({ ...first.request, query: queryFor(session, next, first.request.query) });
    if (!isSuccess(page) || isBeyond(paged, pages, page, size)) break;
    pages.push(page);
  }
  return [...pages, ...ends];
};

/** The page of a list that shows a resource, else the first one. */
export const pageWith = async (way: Way, list: Collection, creation: Exchange, id: string): Promise<Exchange> => {
  const pages = await pagesShowing(way, list, creation, [id]);
  return pages.find((page) => itemIn(way.trip, list, page, id) !== undefined) ?? pages[0];
};
