import type { CursorForm } from './cursor.ts';
import { cursorPage } from './cursor-page.ts';
import { refuse } from './refusing.ts';

/** One page of a list. */
export type ListPage<Thing> = {
  readonly items: readonly Thing[];
  /** How many chosen things follow after the page, and how many are chosen at all. */
  readonly left: number;
  readonly total: number;
  /** Leads behind the last item of the page; undefined where the page is empty. */
  readonly cursor: string | undefined;
};

export type CursorQuery = { readonly limit: number; readonly cursor?: string | undefined };

/**
 * The page behind a cursor.
 * @param things In the order of the list, with those that are not chosen, so that a cursor to one of them stays good.
 * @param unknown Status for a cursor that was never issued for this list.
 * @throws {Refusal} for such a cursor.
 */
export const pageBehindCursor = <Thing extends { readonly id: string }>(
  things: readonly Thing[],
  isChosen: (thing: Thing) => boolean,
  { limit, cursor }: CursorQuery,
  form: CursorForm,
  unknown: 400 | 422 = 400,
): ListPage<Thing> => {
  const id = cursor === undefined ? undefined : form.decode(cursor);
  const after = id === undefined ? -1 : things.findIndex((thing) => thing.id === id);
  if (cursor !== undefined && after < 0) {
    const faults = [{ field: 'cursor', message: 'Not a cursor of this list' }];
    return refuse(unknown, 'unknown-cursor', 'Malformed query parameters', { faults });
  }
  const { items, left } = cursorPage(things, after, limit, isChosen);
  const last = items.at(-1)?.id;
  return { items, left, total: things.filter(isChosen).length, cursor: last === undefined ? undefined : form.encode(last) };
};

/** The page of a number, from 1; a page behind the last one is empty. */
export const numberedPage = <Thing extends { readonly id: string }>(
  things: readonly Thing[],
  isChosen: (thing: Thing) => boolean,
  { page, perPage }: { readonly page: number; readonly perPage: number },
  form: CursorForm,
): ListPage<Thing> => {
  const chosen = things.filter(isChosen);
  const items = chosen.slice((page - 1) * perPage, page * perPage);
  const last = items.at(-1)?.id;
  return {
    items,
    left: Math.max(0, chosen.length - page * perPage),
    total: chosen.length,
    cursor: last === undefined ? undefined : form.encode(last),
  };
};

/** Everything that is chosen, on one page. */
export const wholeList = <Thing extends { readonly id: string }>(
  things: readonly Thing[],
  isChosen: (thing: Thing) => boolean,
): ListPage<Thing> => {
  const items = things.filter(isChosen);
  return { items, left: 0, total: items.length, cursor: undefined };
};
