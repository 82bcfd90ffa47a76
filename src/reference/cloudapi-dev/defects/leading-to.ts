import type { Call } from '../call.ts';
import type { Page } from '../page.ts';

/** What a page says that leads behind a thing, or nowhere. */
export const leadingTo = (id: string | undefined, call: Call): Partial<Page> => ({
  next_cursor: id === undefined ? null : call.state.settings.cursor.encode(id),
  has_more: id !== undefined,
});
