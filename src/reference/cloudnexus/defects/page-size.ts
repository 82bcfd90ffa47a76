import { refuse } from '../call.ts';
import type { NexusDefects } from '../overrides.ts';
import { standardSettings } from '../settings.ts';
import { cursorId, isListCall, listAsked, parameter, properLimit } from './asking.ts';

const { page } = standardSettings;

/** How many instances a page holds. */
export const pageSizeDefects: NexusDefects = {
  'default-limit-larger': {
    breaks: 'NEXUS-31',
    note: 'A page without limit has 50 instances',
    settings: { page: { ...page, default: 50 } },
  },
  'default-limit-smaller': {
    breaks: 'NEXUS-31',
    note: 'A page without limit has 10 instances',
    settings: { page: { ...page, default: 10 } },
  },

  'limit-ignored': {
    breaks: 'NEXUS-32',
    note: 'A page always has 20 instances, whatever the limit',
    alsoBreaks: { 'NEXUS-33': 'limit=100 returns 20 instances although more exist' },
    behind: listAsked((call) => (properLimit(call) === undefined ? {} : { limit: undefined })),
  },
  'limit-off-by-one': {
    breaks: 'NEXUS-32',
    note: 'A page has one instance more than limit, up to the maximum',
    behind: listAsked((call) => {
      const limit = properLimit(call);
      return limit === undefined || limit >= page.maximum ? {} : { limit: String(limit + 1) };
    }),
  },
  'limit-short-page': {
    breaks: 'NEXUS-32',
    note: 'With a limit of 2 or more, a page has one instance less although more follow',
    alsoBreaks: { 'NEXUS-33': 'limit=100 returns 99 instances although more exist' },
    behind: listAsked((call) => {
      const limit = Math.min(properLimit(call) ?? 0, page.maximum);
      return limit < 2 ? {} : { limit: String(limit - 1) };
    }),
  },
  'limit-forgotten-after-cursor': {
    breaks: 'NEXUS-32',
    note: 'A page fetched with a cursor has 20 instances, whatever the limit',
    behind: listAsked((call) => (cursorId(call) === undefined || properLimit(call) === undefined ? {} : { limit: undefined })),
  },

  'limit-maximum-refused': {
    breaks: 'NEXUS-33',
    note: 'limit=100 is answered 400; only less is accepted',
    behind: (call, next) => {
      if (!isListCall(call) || properLimit(call) !== page.maximum) return next();
      const faults = [{ field: 'limit', message: `Must be less than ${page.maximum}` }];
      return refuse(400, 'malformed-query', 'Malformed query parameters', { faults });
    },
  },
  'limit-maximum-cut-to-50': {
    breaks: 'NEXUS-33',
    note: 'limit=100 returns at most 50 instances although more exist',
    settings: { page: { ...page, maximum: 50 } },
  },

  'limit-maximum-not-enforced': {
    breaks: 'NEXUS-34',
    note: 'limit=1000 returns more than 100 instances on one page',
    settings: { page: { ...page, maximum: Number.MAX_SAFE_INTEGER } },
  },

  'limit-negative-accepted': {
    breaks: 'NEXUS-36',
    note: 'limit=-1 is answered 200 with the default page',
    behind: listAsked((call) => (/^-\d+$/.test(parameter(call, 'limit') ?? '') ? { limit: undefined } : {})),
  },
  'limit-fraction-accepted': {
    breaks: 'NEXUS-36',
    note: 'limit=1.5 is answered 200 with one instance',
    behind: listAsked((call) => {
      const whole = /^(\d+)\.\d+$/.exec(parameter(call, 'limit') ?? '')?.[1];
      return whole === undefined ? {} : { limit: whole };
    }),
  },
};
