import { standardSettings } from '../settings.ts';
import type { NexusDefects } from '../departure.ts';
import { cursorId, listAsked, properLimit } from './asking.ts';

const { page } = standardSettings;

/** How many instances a page holds. */
export const pageSizeDefects: NexusDefects = {
  'default-limit-larger': {
    breaks: 'NEXUS-31',
    note: 'A page without limit holds 50 instances',
    settings: { page: { ...page, default: 50 } },
  },
  'default-limit-smaller': {
    breaks: 'NEXUS-31',
    note: 'A page without limit holds 10 instances',
    settings: { page: { ...page, default: 10 } },
  },

  'limit-ignored': {
    breaks: 'NEXUS-32',
    note: 'Whatever limit says, a page holds 20 instances',
    behind: listAsked((call) => (properLimit(call) === undefined ? {} : { limit: undefined })),
  },
  'limit-off-by-one': {
    breaks: 'NEXUS-32',
    note: 'A page holds one instance more than limit says, up to the maximum',
    behind: listAsked((call) => {
      const limit = properLimit(call);
      return limit === undefined || limit >= page.maximum ? {} : { limit: String(limit + 1) };
    }),
  },
  'limit-short-page': {
    breaks: 'NEXUS-32',
    note: 'With a limit of 2 or more a page holds one instance less although more follow',
    behind: listAsked((call) => {
      const limit = Math.min(properLimit(call) ?? 0, page.maximum);
      return limit < 2 ? {} : { limit: String(limit - 1) };
    }),
  },
  'limit-forgotten-after-cursor': {
    breaks: 'NEXUS-32',
    note: 'A page fetched with cursor holds 20 instances whatever limit says',
    behind: listAsked((call) => (cursorId(call) === undefined || properLimit(call) === undefined ? {} : { limit: undefined })),
  },

  'limit-maximum-not-enforced': {
    breaks: 'NEXUS-34',
    note: 'limit=1000 gives more than 100 instances on one page',
    settings: { page: { ...page, maximum: Number.MAX_SAFE_INTEGER } },
  },
};
