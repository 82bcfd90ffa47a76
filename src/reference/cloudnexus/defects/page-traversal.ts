import type { Call } from '../call.ts';
import { refuse } from '../call.ts';
import type { NexusDefects } from '../overrides.ts';
import type { InstanceList } from '../instance-list.ts';
import type { Pagination } from '../pagination.ts';
import { paginationAfter } from '../pagination.ts';
import { listAnswered, paginationAnswered } from './answering.ts';
import { cursorId, listAsked, parameter } from './asking.ts';

/** What a walk loses is lost wherever a walk is asked for. */
export const lostOnTraversals = {
  'NEXUS-24': 'a walk through one region loses instances in the same way',
  'NEXUS-27': 'a walk through one status loses instances in the same way',
  'NEXUS-41': 'a walk loses instances, with a creation in between or without',
};
const endless = 'the same page comes again and again, so a walk never ends';

/** The pagination of a page whose cursor stands so many instances further on (or, below 0, back). */
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
    note: 'The cursor is ignored and the first page comes again',
    alsoBreaks: {
      ...lostOnTraversals,
      'NEXUS-39': endless,
      'NEXUS-40': 'the second page holds the instances of the first',
    },
    behind: listAsked((call) => (cursorId(call) === undefined ? {} : { cursor: undefined })),
  },
  'cursor-own-value-refused': {
    breaks: 'NEXUS-38',
    note: 'A cursor just issued is answered 400',
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
    note: 'has_more turns false in a long list while up to 50 instances are left',
    alsoBreaks: {
      'NEXUS-20': 'the newest instances stand last, where no walk gets to',
      'NEXUS-27': 'more than 100 instances are running, and their walk ends as early',
      'NEXUS-41': 'a walk loses instances, with a creation in between or without',
    },
    around: paginationAnswered((pagination, { left, matching }, call) =>
      matching > 100 && left <= 50 ? paginationAfter(undefined, false, call.state.cloud.settings) : pagination,
    ),
  },
  'walk-never-ends': {
    breaks: 'NEXUS-39',
    note: 'has_more stays true on the last page and its cursor leads back to the first',
    alsoBreaks: {
      'NEXUS-41': 'a walk gives instances twice, with a creation in between or without',
      'NEXUS-40': 'behind the last page every instance comes a second time',
    },
    behind: listAsked((call) => (cursorId(call) === idOfLast(call) ? { cursor: undefined } : {})),
    around: paginationAnswered((pagination, { left }, call) =>
      left === 0 ? paginationAfter(idOfLast(call), true, call.state.cloud.settings) : pagination,
    ),
  },
  'single-item-pages-lose-items': {
    breaks: 'NEXUS-39',
    note: 'With limit=1 every second instance is passed over',
    options: { items: 24 },
    around: paginationAnswered((pagination, { limit }, call) => (limit === 1 ? shifted(pagination, call, 1) : pagination)),
  },

  'page-boundary-repeats-item': {
    breaks: 'NEXUS-40',
    note: 'The last instance of a page of two or more opens the next one again',
    alsoBreaks: {
      'NEXUS-41': 'a walk gives instances twice, with a creation in between or without',
      'NEXUS-38': 'the next page begins with an instance of the page before, not with what follows it',
    },
    around: paginationAnswered((pagination, { limit }, call) => (limit > 1 ? shifted(pagination, call, -1) : pagination)),
  },

  'cursor-garbage-restarts': {
    breaks: 'NEXUS-42',
    note: 'A cursor that was never issued gives the first page',
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
    alsoBreaks: { 'NEXUS-39': 'behind the last page comes one empty page after the other, so a walk never ends' },
    options: { items: 24 },
    around: paginationAnswered((pagination, { left }, call) =>
      left === 0 ? paginationAfter(idOfShown(call) ?? idOfLast(call), true, call.state.cloud.settings) : pagination,
    ),
  },
};
