import type { Call } from '../call.ts';
import type { Page } from '../page.ts';

/** The paging members of a page whose cursor points behind a resource, or to nothing. */
export const leadingTo = (id: string | undefined, call: Call): Partial<Page> => ({
  next_cursor: id === undefined ? null : call.state.settings.cursor.encode(id),
  has_more: id !== undefined,
});
