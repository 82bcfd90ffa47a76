import type { CursorForm } from './cursor.ts';
import { cursorPage } from './cursor-page.ts';
import { refuse } from './refusing.ts';

/** One page of a list. */
export type ListPage<Resource> = {
  readonly items: readonly Resource[];
  /** How many matching resources follow after the page, and how many match at all. */
  readonly left: number;
  readonly total: number;
  /** Points behind the last item of the page; undefined where the page is empty. */
  readonly cursor: string | undefined;
};

export type CursorQuery = { readonly limit: number; readonly cursor?: string | undefined };

/**
 * The page behind a cursor.
 * @param resources In the order of the list, including those that are not chosen, so that a cursor to one of them stays valid.
 * @param unknown Status for a cursor that was never issued for this list.
 * @throws {ErrorResponse} for such a cursor.
 */
export const pageBehindCursor = <Resource extends { readonly id: string }>(
  resources: readonly Resource[],
  isChosen: (resource: Resource) => boolean,
  { limit, cursor }: CursorQuery,
  form: CursorForm,
  unknown: 400 | 422 = 400,
): ListPage<Resource> => {
  const id = cursor === undefined ? undefined : form.decode(cursor);
  const after = id === undefined ? -1 : resources.findIndex((resource) => resource.id === id);
  if (cursor !== undefined && after < 0) {
    const faults = [{ field: 'cursor', message: 'Not a cursor of this list' }];
    return refuse(unknown, 'unknown-cursor', 'Malformed query parameters', { faults });
  }
  const { items, left } = cursorPage(resources, after, limit, isChosen);
  const last = items.at(-1)?.id;
  return { items, left, total: resources.filter(isChosen).length, cursor: last === undefined ? undefined : form.encode(last) };
};

/** The page with this number, counted from 1. A page after the last one is empty. */
export const numberedPage = <Resource extends { readonly id: string }>(
  resources: readonly Resource[],
  isChosen: (resource: Resource) => boolean,
  { page, perPage }: { readonly page: number; readonly perPage: number },
  form: CursorForm,
): ListPage<Resource> => {
  const chosen = resources.filter(isChosen);
  const items = chosen.slice((page - 1) * perPage, page * perPage);
  const last = items.at(-1)?.id;
  return {
    items,
    left: Math.max(0, chosen.length - page * perPage),
    total: chosen.length,
    cursor: last === undefined ? undefined : form.encode(last),
  };
};

/** All chosen resources, on one page. */
export const wholeList = <Resource extends { readonly id: string }>(
  resources: readonly Resource[],
  isChosen: (resource: Resource) => boolean,
): ListPage<Resource> => {
  const items = resources.filter(isChosen);
  return { items, left: 0, total: items.length, cursor: undefined };
};
