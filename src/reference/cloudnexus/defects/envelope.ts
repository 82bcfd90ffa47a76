import type { NexusDefects } from '../overrides.ts';
import { lostOnTraversals } from './page-traversal.ts';
import { listAnswered, paginationAnswered, without } from './answering.ts';
import { listAsked, parameter } from './asking.ts';

/** The area status always requests a list; the area schema only looks at the answers of others. */
const shownBy = ['schema', 'status'];

const stopsAtOnce = 'a traversal that continues only while has_more is true ends on the first page';

/** The body of the list: data and pagination. */
export const envelopeDefects: NexusDefects = {
  'list-bare-array': {
    breaks: 'NEXUS-43',
    note: 'The body is the bare array, without data and pagination',
    alsoBreaks: {
      'NEXUS-18': 'the body of the 200 is an array instead of a JSON object',
      'NEXUS-44': 'without pagination there is no has_more',
    },
    shownBy,
    around: listAnswered((body) => body.data),
  },
  'list-data-null-when-empty': {
    breaks: 'NEXUS-43',
    note: 'An empty list has data null',
    shownBy,
    options: { items: 0 },
    around: listAnswered((body) => ({ ...body, data: body.data.length === 0 ? null : body.data })),
  },
  'list-envelope-renamed': {
    breaks: 'NEXUS-43',
    note: 'The instances are under instances instead of data',
    shownBy,
    around: listAnswered(({ data, pagination }) => ({ instances: data, pagination })),
  },
  'list-pagination-missing-single-page': {
    breaks: 'NEXUS-43',
    note: 'pagination is left out when everything fits on one page',
    alsoBreaks: { 'NEXUS-44': 'without pagination there is no has_more' },
    shownBy,
    options: { items: 12 },
    around: listAnswered((body, { isFirstPage, left }) => (isFirstPage && left === 0 ? { data: body.data } : body)),
  },

  'has-more-as-string': {
    breaks: 'NEXUS-44',
    note: 'has_more is the string "true" or "false"',
    alsoBreaks: {
      ...lostOnTraversals,
      'NEXUS-39': stopsAtOnce,
    },
    around: paginationAnswered((pagination) => ({ ...pagination, has_more: String(pagination.has_more) })),
  },
  'has-more-missing-on-last-page': {
    breaks: 'NEXUS-44',
    note: 'The last page has no has_more',
    around: paginationAnswered((pagination, { left }) => (left === 0 ? without(pagination, 'has_more') : pagination)),
  },

  'next-cursor-missing': {
    breaks: 'NEXUS-45',
    note: 'has_more is true and next_cursor is null',
    alsoBreaks: {
      ...lostOnTraversals,
      'NEXUS-39': 'without a cursor no page after the first can be fetched',
    },
    around: paginationAnswered((pagination) => ({ ...pagination, next_cursor: null })),
  },
  'next-cursor-numeric': {
    breaks: 'NEXUS-45',
    note: 'next_cursor is a number',
    behind: listAsked((call) => {
      const { settings, instances } = call.state.cloud;
      const number = /^\d+$/.exec(parameter(call, 'cursor') ?? '')?.[0];
      const id = instances[Number(number ?? 0) - 1]?.id;
      return id === undefined ? {} : { cursor: settings.cursor.encode(id) };
    }),
    around: paginationAnswered((pagination, { left }, call) => {
      const { settings, indexOf } = call.state.cloud;
      const id = settings.cursor.decode(pagination.next_cursor ?? '') ?? '';
      return left > 0 ? { ...pagination, next_cursor: indexOf(id) + 1 } : pagination;
    }),
  },
};
