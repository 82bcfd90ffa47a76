import type { Call } from '../call.ts';
import { refuse } from '../call.ts';
import type { NexusDefects } from '../overrides.ts';
import type { InstanceList } from '../instance-list.ts';
import type { Pagination } from '../pagination.ts';
import { paginationAfter } from '../pagination.ts';
import { listAnswered, paginationAnswered } from './answering.ts';
import { cursorId, listAsked, parameter } from './asking.ts';

/** Requirements that break with every traversal that loses instances. */
export const lostOnTraversals = {
  'NEXUS-24': 'a traversal of one region loses instances in the same way',
  'NEXUS-27': 'a traversal of one status loses instances in the same way',
  'NEXUS-41': 'a traversal loses instances, with or without a creation during it',
};
const endless = 'the same page comes again and again, so a traversal never ends';

/** The pagination of a page whose cursor is so many instances too far ahead (or, below 0, back). */
const shifted = (pagination: Pagination, call: Call, by: number): Pagination => {
  const { settings, instances, indexOf } = call.state.cloud;
  const id = settings.cursor.decode(pagination.next_cursor ?? '');
  if (id === undefined) return pagination;
  const index = indexOf(id) + by;
  return paginationAfter(instances[index]?.id, index + 1 < instances.length, settings);
};

const refuseCursor = (): never =>
  refuse(400, 'unknown-cursor', 'Malformed query parameters', { faults: [{ field: 'cursor', message: 'Not a cursor of this list' }] });

const idOfLast = (call: Call): string => call.state.cloud.instances.at(-1)?.id ?? '';

const idOfShown = (call: Call): string | undefined => (call.body as InstanceList).data.at(-1)?.id;

/** How pages follow each other. */
export const pageTraversalDefects: NexusDefects = {
  'cursor-ignored': {
    breaks: 'NEXUS-38',
    note: 'The cursor is ignored, and the first page comes again',
    alsoBreaks: {
      ...lostOnTraversals,
      'NEXUS-39': endless,
      'NEXUS-40': 'the second page has the instances of the first',
    },
    behind: listAsked((call) => (cursorId(call) === undefined ? {} : { cursor: undefined })),
  },
  'cursor-own-value-refused': {
    breaks: 'NEXUS-38',
    note: 'A fresh cursor is answered 400',
    behind: (call, next) => (cursorId(call) === undefined ? next() : refuseCursor()),
  },
  'cursor-decoding-of-padding': {
    breaks: 'NEXUS-38',
    note: 'A cursor whose padding is percent-encoded is answered 400',
    behind: (call, next) => (/[?&]cursor=[^&]*%3D/i.test(call.originalUrl) ? refuseCursor() : next()),
  },

  'page-boundary-skips-item': {
    breaks: 'NEXUS-39',
    note: 'One instance is lost at each page boundary',
    alsoBreaks: lostOnTraversals,
    around: paginationAnswered((pagination, _notes, call) => shifted(pagination, call, 1)),
  },
  'has-more-false-too-early': {
    breaks: 'NEXUS-39',
    note: 'In a long list has_more becomes false while up to 50 instances are left',
    alsoBreaks: {
      'NEXUS-20': 'the newest instances come last, where no traversal gets',
      'NEXUS-27': 'more than 100 instances are running, and their traversal ends just as early',
      'NEXUS-41': 'a traversal loses instances, with or without a creation during it',
    },
    around: paginationAnswered((pagination, { left, matching }, call) =>
      matching > 100 && left <= 50 ? paginationAfter(undefined, false, call.state.cloud.settings) : pagination,
    ),
  },
  'walk-never-ends': {
    breaks: 'NEXUS-39',
    note: 'has_more stays true on the last page, and its cursor leads back to the first',
    alsoBreaks: {
      'NEXUS-41': 'a traversal returns instances twice, with or without a creation during it',
      'NEXUS-40': 'after the last page every instance comes a second time',
    },
    behind: listAsked((call) => (cursorId(call) === idOfLast(call) ? { cursor: undefined } : {})),
    around: paginationAnswered((pagination, { left }, call) =>
      left === 0 ? paginationAfter(idOfLast(call), true, call.state.cloud.settings) : pagination,
    ),
  },
  'single-item-pages-lose-items': {
    breaks: 'NEXUS-39',
    note: 'With limit=1 every second instance is skipped',
    options: { items: 24 },
    around: paginationAnswered((pagination, { limit }, call) => (limit === 1 ? shifted(pagination, call, 1) : pagination)),
  },

  'single-item-pages-lose-one-of-ten': {
    breaks: 'NEXUS-39',
    note: 'With limit=1 every tenth instance of a long list is skipped',
    intermittent: true,
    around: paginationAnswered((pagination, { limit, left }, call) =>
      limit === 1 && left % 10 === 5 ? shifted(pagination, call, 1) : pagination,
    ),
  },
  'has-more-false-one-page-early': {
    breaks: 'NEXUS-39',
    note: 'The last page but one has has_more false, with a cursor that leads to the last one',
    alsoBreaks: lostOnTraversals,
    around: paginationAnswered((pagination, { left, limit }) =>
      left > 0 && left <= limit ? { ...pagination, has_more: false } : pagination,
    ),
  },

  'page-boundary-repeats-item': {
    breaks: 'NEXUS-40',
    note: 'The last instance of a page of two or more is the first of the next page too',
    alsoBreaks: {
      'NEXUS-41': 'a traversal returns instances twice, with or without a creation during it',
      'NEXUS-38': 'the next page begins with an instance of the page before, not with the one after it',
    },
    around: paginationAnswered((pagination, { limit }, call) => (limit > 1 ? shifted(pagination, call, -1) : pagination)),
  },

  'cursor-garbage-restarts': {
    breaks: 'NEXUS-42',
    note: 'A cursor that was never issued returns the first page',
    behind: listAsked((call) => (parameter(call, 'cursor') !== undefined && cursorId(call) === undefined ? { cursor: undefined } : {})),
  },

  'has-more-true-on-exact-page': {
    breaks: 'NEXUS-46',
    note: 'has_more is true whenever the page is full, so that the last page is empty',
    options: { items: 24 },
    around: listAnswered((body, { limit, left }, call) =>
      left === 0 && body.data.length === limit
        ? { ...body, pagination: paginationAfter(idOfShown(call), true, call.state.cloud.settings) }
        : body,
    ),
  },
  'has-more-always-true': {
    breaks: 'NEXUS-46',
    note: 'has_more is true even when nothing follows',
    alsoBreaks: { 'NEXUS-39': 'the last page is followed by empty pages, so a traversal never ends' },
    options: { items: 24 },
    around: paginationAnswered((pagination, { left }, call) =>
      left === 0 ? paginationAfter(idOfShown(call) ?? idOfLast(call), true, call.state.cloud.settings) : pagination,
    ),
  },
};
