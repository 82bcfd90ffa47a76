import type { Call } from '../call.ts';
import { refuse } from '../call.ts';
import type { NexusDefects } from '../departure.ts';
import { paginationAfter } from '../instances.ts';
import type { InstanceList } from '../instances.ts';
import { paginationAnswered } from './answering.ts';
import { cursorId, listAsked } from './asking.ts';

const endless = 'the same page comes again and again, so a walk never ends';

/** The pagination of a page whose cursor stands so many instances further on (or, below 0, back). */
const shifted = (pagination: InstanceList['pagination'], call: Call, by: number): InstanceList['pagination'] => {
  const { settings, instances, indexOf } = call.state.cloud;
  const id = settings.cursor.decode(pagination.next_cursor ?? '');
  if (id === undefined) return pagination;
  const index = indexOf(id) + by;
  return paginationAfter(index + 1 < instances.length ? instances[index]?.id : undefined, settings);
};

const refuseCursor = (): never =>
  refuse(400, 'unknown-cursor', 'Malformed query parameters', { faults: [{ field: 'cursor', message: 'Not a cursor of this list' }] });

const idOfLast = (call: Call): string => call.state.cloud.instances.at(-1)?.id ?? '';

/** How pages follow each other. */
export const pageWalkDefects: NexusDefects = {
  'cursor-ignored': {
    breaks: 'NEXUS-38',
    note: 'The cursor is ignored and the first page comes again',
    alsoBreaks: { 'NEXUS-39': endless, 'NEXUS-40': 'the second page holds the instances of the first' },
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
    around: paginationAnswered((pagination, _notes, call) => shifted(pagination, call, 1)),
  },
  'has-more-false-too-early': {
    breaks: 'NEXUS-39',
    note: 'has_more turns false in a long list while up to 50 instances are left',
    around: paginationAnswered((pagination, { left, matching }, call) =>
      matching > 100 && left <= 50 ? paginationAfter(undefined, call.state.cloud.settings) : pagination,
    ),
  },
  'walk-never-ends': {
    breaks: 'NEXUS-39',
    note: 'has_more stays true on the last page and its cursor leads back to the first',
    alsoBreaks: { 'NEXUS-40': 'behind the last page every instance comes a second time' },
    behind: listAsked((call) => (cursorId(call) === idOfLast(call) ? { cursor: undefined } : {})),
    around: paginationAnswered((pagination, { left }, call) =>
      left === 0 ? paginationAfter(idOfLast(call), call.state.cloud.settings) : pagination,
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
    alsoBreaks: { 'NEXUS-38': 'the next page begins with an instance of the page before, not with what follows it' },
    around: paginationAnswered((pagination, { limit }, call) => (limit > 1 ? shifted(pagination, call, -1) : pagination)),
  },
};
