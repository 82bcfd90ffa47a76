import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Layer, PlatformDefects } from '../call.ts';

const refused =
  (status: number, reason: string, message: string): Layer =>
  (call, next) =>
    isCall(call, 'GET /usage') ? refuse(status, reason, message) : next();

/** The usage of projects. */
export const usageDefects: PlatformDefects = {
  'usage-for-unknown-project': {
    breaks: 'CPEX-41',
    note: 'GET /usage is answered 200 for a project that does not exist',
    settings: { unknownProject: { keys: 'refused', usage: 'accepted' } },
  },
  'usage-endpoint-missing': {
    breaks: 'CPEX-42',
    note: 'GET /usage is answered 404 for a project that exists',
    behind: refused(404, 'unknown-path', 'No such path'),
  },
  'usage-get-not-allowed': {
    breaks: 'CPEX-42',
    note: 'GET /usage is answered 405',
    behind: refused(405, 'unknown-method', 'Not allowed here: GET'),
  },
  'usage-always-500': {
    breaks: 'CPEX-42',
    note: 'GET /usage is always answered 500',
    alsoBreaks: { 'CPEX-58': 'a request for usage without parameters is answered 500 too' },
    behind: refused(500, 'internal', 'Internal error'),
  },
  'usage-of-other-days': {
    breaks: 'CPEX-44',
    note: 'The answer shows the days of the current month, whatever was requested',
    settings: { usageDays: 'this-month' },
  },
  'usage-one-day-more': {
    breaks: 'CPEX-44',
    note: 'The day after the end is shown too',
    settings: { usageDays: 'one-more' },
  },
};
