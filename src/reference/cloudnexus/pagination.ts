import { refuse } from './call.ts';
import type { Settings } from './settings.ts';

/** The object pagination of a page. */
export type Pagination = { readonly next_cursor?: string | null; readonly has_more: boolean };

/**
 * The pagination object of a page that ends with the item of this id.
 * @param id Undefined for an empty page.
 */
export const paginationAfter = (id: string | undefined, isFollowed: boolean, { cursor, lastCursor }: Settings): Pagination => {
  if (id !== undefined && isFollowed) return { next_cursor: cursor.encode(id), has_more: true };
  if (lastCursor === 'absent') return { has_more: false };
  if (lastCursor === 'value' && id !== undefined) return { next_cursor: cursor.encode(id), has_more: false };
  return { next_cursor: lastCursor === 'empty' ? '' : null, has_more: false };
};

/**
 * The index of the item that a cursor points to.
 * @throws {ErrorResponse} when the cursor was never issued for this list.
 */
export const positionOf = (cursor: string, indexOf: (id: string) => number, settings: Settings): number => {
  const id = settings.cursor.decode(cursor);
  const index = id === undefined ? -1 : indexOf(id);
  if (index >= 0) return index;
  const faults = [{ field: 'cursor', message: 'Not a cursor of this list' }];
  return refuse(settings.unknownCursor, 'unknown-cursor', 'Malformed query parameters', { faults });
};
