import { queryAsked } from '../../kit/asking.ts';
import type { Call, DevVariant, Layer, State } from '../call.ts';

/** Serves other version segments, and the path of the sample call, like the documented ones. */
const servedElsewhere: Layer = (call, next) => {
  const path = call.path.replace(/^(?:\/v\d+)?(\/(?:projects|deployments|logs)(?:\/|$))/, '/v1$1');
  call.path = path === '/v1/resources' ? '/v1/projects' : path;
  return next();
};

/** A limit that is not a number counts as absent. */
const badLimitsForgotten = queryAsked<State>((call: Call) => {
  const { limit } = call.query;
  return limit === undefined || (typeof limit === 'string' && /^\d+$/.test(limit)) ? undefined : { limit: undefined };
});

/** Ignores wherever the document leaves a choice between refusing and ignoring. */
export const lax: DevVariant = {
  title: 'Ignores what it could refuse, serves other paths too, and keeps deployments without a project',
  deviations: {
    'CDEV-42': 'calls over plain HTTP are redirected to https',
    'CDEV-100': 'a number as a name is converted to a string',
  },
  settings: {
    page: { default: 50, maximum: 100, above: 'cut', zero: 'default' },
    unknownCursor: 'first-page',
    unreadableDate: 'ignored',
    memberTypes: 'lax',
    region: 'defaulted',
    unknownRegion: 'accepted',
    isName: () => true,
    removedAgain: 'repeated',
    orphans: 'kept',
    deploymentRead: true,
    levelMeaning: 'minimum',
    regionsAt: ['/v1/regions', '/v2/regions'],
    plainHttp: { kind: 'redirect', status: 308 },
  },
  around: servedElsewhere,
  behind: badLimitsForgotten,
};
