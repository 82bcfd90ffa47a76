import { parameter, queryAsked } from '../../kit/asking.ts';
import type { SizeRules } from '../../kit/query.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, PlatformDefects } from '../call.ts';
import { standardSettings } from '../settings.ts';
import { metaAnswered } from './answers.ts';

const sizes = (changes: Partial<SizeRules>): SizeRules => ({ ...standardSettings.limit, ...changes });

const isList = (call: Call): boolean => isCall(call, 'GET /resources');

/** Whether the server issued the cursor of a call. */
const isOurs = (call: Call): boolean => {
  const cursor = parameter(call, 'cursor');
  return cursor !== undefined && call.state.settings.cursor.decode(cursor) !== undefined;
};

const refuseCursor = (): never =>
  refuse(400, 'unknown-cursor', 'Malformed query parameters', { faults: [{ field: 'cursor', message: 'Not a cursor' }] });

/** Pages by cursor and limit. A server need not offer this way of paging: one that issues no cursor offers only the other. */
export const cursorPageDefects: PlatformDefects = {
  'next-cursor-null-too-early': {
    breaks: 'CPIO-122',
    note: 'next_cursor is null although more items follow',
    alsoBreaks: { 'CPIO-48': 'a traversal ends after its first page' },
    settings: { paging: 'cursors' },
    around: metaAnswered((meta) => ({ ...meta, next_cursor: null })),
  },
  'next-cursor-object': {
    breaks: 'CPIO-122',
    note: 'next_cursor is an object, which no query parameter can carry',
    settings: { paging: 'cursors' },
    around: metaAnswered((meta) =>
      typeof meta['next_cursor'] === 'string' ? { ...meta, next_cursor: { after: meta['next_cursor'] } } : meta,
    ),
  },
  'cursor-ignored': {
    breaks: 'CPIO-123',
    note: 'Every cursor returns the first page',
    alsoBreaks: {
      'CPIO-48': 'a traversal returns the resources of the first page again and again',
      'CPIO-51': 'the newest resources come again after each page',
    },
    behind: queryAsked((call) =>
      isList(call) && isOurs(call) ? { cursor: undefined, limit: parameter(call, 'limit') ?? '25' } : undefined,
    ),
  },
  'cursor-refused': {
    breaks: 'CPIO-123',
    note: 'A fresh cursor is answered 400',
    behind: (call, next) => (isList(call) && isOurs(call) ? refuseCursor() : next()),
  },
  'limit-ignored': {
    breaks: 'CPIO-124',
    note: 'limit is ignored, and a page has up to 25 items',
    alsoBreaks: { 'CPIO-125': 'limit=100 gives 25 items' },
    behind: queryAsked((call) => (isList(call) && /^\d+$/.test(parameter(call, 'limit') ?? '') ? { limit: '25' } : undefined)),
  },
  'limit-off-by-one': {
    breaks: 'CPIO-124',
    note: 'limit=2 gives 3 items',
    alsoBreaks: { 'CPIO-121': 'a page without limit has 26 items' },
    settings: { paging: 'cursors', extraItems: 1 },
  },
  'limit-100-refused': {
    breaks: 'CPIO-125',
    note: 'limit=100 is answered 400',
    settings: { limit: sizes({ maximum: 99, above: 'refused' }) },
  },
  'limit-capped-at-50': { breaks: 'CPIO-125', note: 'limit=100 gives 50 items', settings: { limit: sizes({ maximum: 50 }) } },
  'limit-101-accepted': { breaks: 'CPIO-125', note: 'limit=101 gives 101 items', settings: { limit: sizes({ maximum: 1000 }) } },
  'bad-cursor-first-page': {
    breaks: 'CPIO-126',
    note: 'An unreadable cursor is answered 200 with the first page',
    behind: queryAsked((call) =>
      isList(call) && parameter(call, 'cursor') !== undefined && !isOurs(call)
        ? { cursor: undefined, limit: parameter(call, 'limit') ?? '25' }
        : undefined,
    ),
  },
  'bad-cursor-422': {
    breaks: 'CPIO-126',
    note: 'An unreadable cursor is answered 422',
    behind: (call, next) => {
      const isBad = isList(call) && parameter(call, 'cursor') !== undefined && !isOurs(call);
      return isBad ? refuse(422, 'unknown-cursor', 'Not a cursor of this list') : next();
    },
  },
};
