import { standardSettings } from '../settings.ts';
import type { NexusDefects } from '../departure.ts';
import { answered, instanceAnswered, paginationAnswered } from './answering.ts';

/** Defects that most calls do not meet. */
export const intermittentDefects: NexusDefects = {
  'second-page-created-at-epoch': {
    breaks: 'NEXUS-51',
    note: 'created_at is a number on pages fetched with a cursor, a string on the first page',
    intermittent: true,
    shownBy: ['schema', 'pagination'],
    around: instanceAnswered((instance, { isFirstPage }) =>
      isFirstPage ? instance : { ...instance, created_at: Date.parse(instance.created_at) / 1000 },
    ),
  },
  'stopped-instance-memory-text': {
    breaks: 'NEXUS-49',
    note: 'memory_gb is a string for stopped instances only',
    intermittent: true,
    shownBy: ['schema', 'filtering'],
    around: instanceAnswered((instance) =>
      instance.status === 'stopped' ? { ...instance, memory_gb: `${instance.memory_gb}GB` } : instance,
    ),
  },
  'third-list-name-null': {
    breaks: 'NEXUS-48',
    note: 'In the third list that the server answers, name is null',
    intermittent: true,
    shownBy: ['schema', 'pagination'],
    around: instanceAnswered((instance, { number }) => (number === 3 ? { ...instance, name: null } : instance)),
  },
  'reset-milliseconds-on-errors': {
    breaks: 'NEXUS-142',
    note: 'X-RateLimit-Reset is in milliseconds on error answers only',
    intermittent: true,
    options: { quota: { limit: 120, windowSeconds: 2 } },
    around: answered((call) => {
      const reading = call.state.quota;
      if (reading !== undefined && call.status >= 400) call.set('X-RateLimit-Reset', String(reading.resetEpochSeconds * 1000));
    }),
  },
  'next-cursor-missing-at-maximum': {
    breaks: 'NEXUS-45',
    note: 'With limit=100 exactly, has_more is true and next_cursor is null',
    alsoBreaks: { 'NEXUS-39': 'with limit=100 nothing behind the first page can be fetched' },
    intermittent: true,
    around: paginationAnswered((pagination, { limit }) =>
      limit === standardSettings.page.maximum ? { ...pagination, next_cursor: null } : pagination,
    ),
  },
};
