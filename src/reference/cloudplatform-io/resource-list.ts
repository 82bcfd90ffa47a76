import { z } from 'zod';
import { byCreation, ordered } from '../kit/list-order.ts';
import type { ListOrder } from '../kit/list-order.ts';
import { numberedPage, pageBehindCursor } from '../kit/list-page.ts';
import { pageParameter, queryReader, sizeParameter } from '../kit/query.ts';
import { refuse } from '../kit/refusing.ts';
import type { Resource } from './account.ts';
import type { Call, Layer } from './call.ts';
import { answer } from './call.ts';
import type { PageCursor } from './paging.ts';
import { metaOf, waysOf } from './paging.ts';
import { listedResource } from './resource.ts';
import type { ListSort, Settings } from './settings.ts';

const orders: Readonly<Record<ListSort, ListOrder<Resource>>> = {
  'newest-first': byCreation('descending'),
  'oldest-first': byCreation('ascending'),
  name: { by: ({ data }) => data.name, direction: 'ascending' },
  'within-page': { by: ({ data }) => data.name, direction: 'ascending' },
};

/** Makes the reader of the parameters of the ways of paging that are offered. Those of the other way are unknown parameters. */
const listQuery = ({ paging, perPage, limit, ...rules }: Settings) => {
  const { numbers, cursors } = waysOf(paging);
  const counted = queryReader({ page: pageParameter(), per_page: sizeParameter(perPage) }, rules);
  const followed = queryReader({ cursor: z.string().optional(), limit: sizeParameter(limit) }, rules);
  return (call: Call) => {
    const isByCursor = cursors && (!numbers || call.query['cursor'] !== undefined || call.query['limit'] !== undefined);
    return isByCursor ? { isByCursor, ...followed(call.query) } : { isByCursor, ...counted(call.query) };
  };
};

type Page = { readonly items: readonly Resource[]; readonly left: number };

/** The page with this number. A boundary other than 0 makes pages overlap or lose an item. */
const countedPage = (chosen: readonly Resource[], page: number, size: number, { boundary, cursor, behindLastPage }: Settings): Page => {
  const start = (page - 1) * (size > 1 ? size + boundary : size);
  if (start >= chosen.length && page > 1 && behindLastPage === 'refused') refuse(404, 'unknown-resource', 'No such page');
  return numberedPage(chosen.slice(start), () => true, { page: 1, perPage: size }, cursor);
};

/** The cursor of the page behind these items. */
const nextCursor = (chosen: readonly Resource[], { items, left }: Page, { boundary, cursor, lastCursor }: Settings): PageCursor => {
  const last = items.at(-1);
  if (left > 0 && last !== undefined) {
    const index = chosen.indexOf(last) + (items.length > 1 ? boundary : 0);
    return { next_cursor: cursor.encode((chosen[index] ?? last).id) };
  }
  return lastCursor === 'absent' ? {} : { next_cursor: lastCursor === 'null' ? null : '' };
};

/** GET /v1/resources, and the path of the overview's example. */
export const listResources = (settings: Settings): Layer => {
  const readQuery = listQuery(settings);
  const { extraItems, sort, listed, paging, perPage, limit } = settings;
  const sizeOf = (asked: number, maximum: number): number => (asked < maximum ? asked + extraItems : asked);
  return (call) => {
    const query = readQuery(call);
    const nowMs = Date.now();
    const { account, service } = call.state;
    const accounts = listed === 'all' ? Object.values(service.accounts) : [account];
    const inOrder = ordered(
      accounts.flatMap(({ resources }) => resources.everything),
      orders[sort],
    );
    const isChosen = (resource: Resource): boolean =>
      listed === 'own-and-deleted' || accounts.some(({ resources }) => resources.isListed(resource, nowMs));
    const chosen = inOrder.filter(isChosen);
    const page: Page = query.isByCursor
      ? pageBehindCursor(inOrder, isChosen, { ...query, limit: sizeOf(query.limit, limit.maximum) }, settings.cursor)
      : countedPage(chosen, query.page, sizeOf(query.per_page, perPage.maximum), settings);
    const shown = sort === 'within-page' ? ordered(page.items, byCreation('descending')) : page.items;
    const size = query.isByCursor ? query.limit : query.per_page;
    const numbers = { page: query.isByCursor ? 1 : query.page, per_page: size, total: chosen.length };
    call.state.list = {
      isFirstPage: query.isByCursor ? query.cursor === undefined : query.page === 1,
      isFiltered: false,
      limit: size,
      left: page.left,
      total: chosen.length,
      ids: shown.map(({ id }) => id),
    };
    answer(call, 200, {
      data: shown.map((resource) => listedResource(resource, settings)),
      meta: metaOf(paging, query.isByCursor, numbers, nextCursor(chosen, page, settings)),
    });
  };
};
