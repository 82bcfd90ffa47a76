import { digitCursor, letterCursor, saltedCursor } from '../../kit/cursor.ts';
import type { PlatformVariant } from '../call.ts';

/** The ways of paging that the document leaves open. */
export const pagingVariants: Readonly<Record<string, PlatformVariant>> = {
  numbered: {
    title: 'Pages only by page and per_page; cursor and limit are unknown parameters',
    settings: { paging: 'numbered' },
  },
  cursors: {
    title: 'Pages only by cursor and limit; page and per_page are unknown parameters',
    settings: { paging: 'cursors', cursor: saltedCursor, lastCursor: 'absent' },
  },
  'both-apart': {
    title: 'Both ways of paging, each with its own members of meta',
    settings: { paging: 'both-apart', cursor: letterCursor, lastCursor: 'empty', otherResources: 2 },
  },
  'numbered-decorated': {
    title: 'Pages by page and per_page; meta shows a next_cursor that is always null',
    settings: { paging: 'numbered-decorated', behindLastPage: 'refused' },
  },
  'cursors-decorated': {
    title: 'Pages by cursor and limit; meta also shows page, per_page and total',
    settings: { paging: 'cursors-decorated', cursor: digitCursor },
  },
};
