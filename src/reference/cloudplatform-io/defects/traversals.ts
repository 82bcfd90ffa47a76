import type { PlatformDefects } from '../call.ts';
import { metaAnswered } from './answers.ts';

/** How pages follow each other, with either way of paging. */
export const traversalDefects: PlatformDefects = {
  'page-overlap': {
    breaks: 'CPIO-48',
    note: 'Each page of two or more starts with the last item of the page before',
    alsoBreaks: { 'CPIO-60': 'a traversal counts more items than the total' },
    settings: { boundary: -1 },
  },
  'page-gap': {
    breaks: 'CPIO-48',
    note: 'The first item after a page of two or more is skipped',
    alsoBreaks: { 'CPIO-60': 'a traversal counts fewer items than the total' },
    settings: { boundary: 1 },
  },
  'cursor-loops-at-end': {
    breaks: 'CPIO-48',
    note: 'The last page has the first cursor again, so a traversal never ends',
    alsoBreaks: { 'CPIO-51': 'newer resources come again after the last page' },
    settings: { paging: 'cursors' },
    around: metaAnswered((meta, _body, call) => {
      const { list, account, settings } = call.state;
      if (list === undefined || list.left > 0 || list.isFirstPage) return meta;
      const newest = account.resources
        .listed(Date.now())
        .toSorted((one, other) => other.createdAtMs - one.createdAtMs || other.sequence - one.sequence);
      const last = newest[list.limit - 1];
      return last === undefined ? meta : { ...meta, next_cursor: settings.cursor.encode(last.id) };
    }),
  },
  'order-ascending': { breaks: 'CPIO-51', note: 'The oldest resource comes first', settings: { sort: 'oldest-first' } },
  'order-by-name': { breaks: 'CPIO-51', note: 'Items are sorted by name', settings: { sort: 'name' } },
  'order-only-within-page': {
    breaks: 'CPIO-51',
    note: 'Each page is sorted by itself, the whole list is not',
    settings: { sort: 'within-page' },
  },
};
