import { layered } from '../../kit/answering.ts';
import { bodyAsked, authenticated } from '../../kit/asking.ts';
import { isCall } from '../../kit/service.ts';
import type { Layer, PlatformVariant, State } from '../call.ts';
import { basePath } from '../call.ts';
import { defaultRegion } from '../initial-data.ts';
import { usageInTotal } from '../usage-body.ts';

/** Accepts a key without the word Bearer. */
const bareKeyAccepted = authenticated<State>(
  (call) => call.state.service.keys.holderOf(call.get('Authorization')) !== undefined,
  (call) => call.get('Authorization'),
);

const everyVersionServed: Layer = (call, next) => {
  call.path = call.path.replace(/^\/v\d+\//, `${basePath}/`);
  return next();
};

const asText = (value: unknown): unknown => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value);

/** Adds the members that a creation lacks, and converts what is not a string. */
const completed = bodyAsked<State>(
  (call) => isCall(call, 'POST /projects'),
  ({ name = 'untitled', region, ...rest }) => ({
    ...rest,
    name: asText(name),
    region: typeof region === 'string' ? region : defaultRegion,
  }),
);

/** Ignores wherever the document leaves a choice between refusing and ignoring. */
export const tolerant: PlatformVariant = {
  title: 'Ignores what it could refuse, and serves every version',
  deviations: {
    'CPEX-3': 'every version in the path is served',
    'CPEX-20': 'a key without the word Bearer is accepted',
    'CPEX-41': 'keys and usage are returned for a project that does not exist',
    'CPEX-56': 'a missing name and a missing region get default values',
    'CPEX-57': 'a number as a name is converted to a string, and a region of another type is ignored',
  },
  settings: {
    unknownRegion: 'accepted',
    longestName: 1_000_000,
    repeatedCreation: 'first',
    unknownProject: { keys: 'accepted', usage: 'accepted' },
    usagePrerequisites: 'nothing',
    usageBody: usageInTotal,
    userOfKey: 'owner',
    plainHttp: { kind: 'close' },
  },
  around: layered<State>(bareKeyAccepted, everyVersionServed),
  behind: completed,
};
