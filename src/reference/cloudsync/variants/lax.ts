import { insteadOfErrorResponse, layered, statusChanged } from '../../kit/answering.ts';
import { authenticated } from '../../kit/asking.ts';
import type { State } from '../call.ts';
import { operations } from '../call.ts';
import type { SyncVariant } from '../overrides.ts';
import { answer } from '../routes.ts';
import { isCall } from '../../kit/service.ts';

/** Accepts unusual keys and bodies, and removals of instances that do not exist. */
export const lax: SyncVariant = {
  title: 'Accepts whatever it can use, and ignores what is only common practice',
  deviations: {
    'SYNC-2': 'JSON has the media type text/json',
    'SYNC-8': 'Location is relative',
    'SYNC-10': 'a key in X-API-Key is accepted as well',
    'SYNC-18': 'a revoked key is answered 403',
    'SYNC-24': 'a creation without a usable body uses defaults',
    'SYNC-25': 'values of other types are converted as far as possible',
    'SYNC-80': 'the tags of an update are added to the old ones',
    'SYNC-88': 'the removal of an unknown id succeeds',
  },
  settings: {
    leniency: 'anything',
    updatedTo: ({ name, tags }, old) => ({ name, tags: tags && [...new Set([...old.tags, ...tags])] }),
    plainHttp: () => ({ kind: 'redirect', status: 301, location: (secure) => secure.pathname }),
    order: 'by-name',
  },
  around: layered<State>(
    async (call, next) => {
      await next();
      if (call.type === 'application/json') call.type = 'text/json';
    },
    authenticated(
      (call) => call.get('X-API-Key') !== '',
      (call) => call.get('X-API-Key'),
    ),
    statusChanged('revoked-key', 403),
  ),
  behind: insteadOfErrorResponse(
    'unknown-resource',
    (call) => answer(call, 204, null),
    (_errorResponse, call) => isCall(call, operations.remove),
  ),
};
