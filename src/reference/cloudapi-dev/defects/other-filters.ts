import { parameter } from '../../kit/asking.ts';
import { momentOf } from '../../kit/filters.ts';
import type { Call, Defects, Layer } from '../call.ts';
import { listProjects, queryLogs } from '../operations.ts';
import { listAsked } from './list-asked.ts';

const onProjects = (changes: Parameters<typeof listAsked>[0]): Layer => listAsked(changes, [listProjects]);
const onLogs = (changes: Parameters<typeof listAsked>[0]): Layer => listAsked(changes, [queryLogs]);
const has = (call: Call, name: string): boolean => parameter(call, name) !== undefined;
const dayBefore = (date: string | undefined): string | undefined => {
  const moment = momentOf(date ?? '');
  return moment === undefined ? date : new Date(moment - 86_400_000).toISOString().slice(0, 10);
};

/** Filters of projects and logs. */
export const otherFilterDefects: Defects = {
  'projects-status-ignored': {
    breaks: 'CDEV-124',
    note: 'status has no effect on the list of projects',
    behind: onProjects(() => ({ status: undefined })),
  },
  'projects-created-after-ignored': {
    breaks: 'CDEV-125',
    note: 'created_after has no effect on the list of projects',
    behind: onProjects(() => ({ created_after: undefined })),
  },
  'projects-created-after-lax': {
    breaks: 'CDEV-125',
    note: 'created_after also returns projects of the two days before the date',
    behind: onProjects((call) =>
      has(call, 'created_after') ? { created_after: dayBefore(dayBefore(parameter(call, 'created_after'))) } : undefined,
    ),
  },
  'log-range-ignored': {
    breaks: 'CDEV-89',
    note: 'The time range of a log query has no effect',
    behind: onLogs(() => ({ from: undefined, to: undefined })),
  },
  'log-range-start-only': {
    breaks: 'CDEV-89',
    note: 'The end of the time range of a log query is ignored',
    behind: onLogs(() => ({ to: undefined })),
  },
  'log-range-end-only': {
    breaks: 'CDEV-89',
    note: 'The start of the time range of a log query is ignored',
    behind: onLogs(() => ({ from: undefined })),
  },
  'log-level-ignored': {
    breaks: 'CDEV-90',
    note: 'The level of a log query has no effect',
    alsoBreaks: { 'CDEV-91': 'a parameter with the name level has no effect' },
    behind: onLogs(() => ({ level: undefined })),
  },
  'log-level-empty': {
    breaks: 'CDEV-90',
    note: 'A filter by an existing level returns nothing',
    behind: onLogs((call) => (has(call, 'level') ? { level: 'none' } : undefined)),
  },
  'level-parameter-inert': {
    breaks: 'CDEV-91',
    note: 'Entries have a member level, and a parameter of that name has no effect',
    alsoBreaks: { 'CDEV-90': 'the level of a log query has no effect' },
    behind: onLogs((call) => (has(call, 'level') ? { level: undefined } : undefined)),
  },
};
