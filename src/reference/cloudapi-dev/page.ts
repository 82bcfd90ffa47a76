import type { Members } from '../kit/answering.ts';

/** A page of a list as it is answered. */
export type Page = { readonly data: readonly Members[]; readonly next_cursor?: unknown; readonly has_more?: unknown };
