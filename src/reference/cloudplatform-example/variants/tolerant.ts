import { layered } from '../../kit/answering.ts';
import { bodyAsked, letIn } from '../../kit/asking.ts';
import { isCall } from '../../kit/service.ts';
import type { Layer, PlatformVariant, State } from '../call.ts';
import { basePath } from '../call.ts';
import { defaultRegion } from '../standing-data.ts';
import { usageInTotal } from '../usage-body.ts';

/** A key without the word Bearer. */
const bareKeyAccepted = letIn<State>(
  (call) => call.state.service.keys.holderOf(call.get('Authorization')) !== undefined,
  (call) => call.get('Authorization'),
);

const everyVersionServed: Layer = (call, next) => {
  call.path = call.path.replace(/^\/v\d+\//, `${basePath}/`);
  return next();
};

const asText = (value: unknown): unknown => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value);

/** Gives a creation what it lacks, and makes text of what is none. */
const completed = bodyAsked<State>(
  (call) => isCall(call, 'POST /projects'),
  ({ name = 'untitled', region, ...rest }) => ({
    ...rest,
    name: asText(name),
    region: typeof region === 'string' ? region : defaultRegion,
  }),
);

/** Overlooks wherever the document leaves a choice between refusing and overlooking. */
export const tolerant: PlatformVariant = {
  title: 'Overlooks what could be refused, and serves every version',
  departs: {
    'CPEX-3': 'every version in the path is served',
    'CPEX-20': 'a key without the word Bearer is accepted',
    'CPEX-41': 'keys and usage of a project that does not exist are given',
    'CPEX-56': 'a name and a region that are missing are made up',
    'CPEX-57': 'a name that is a number becomes text, and a region of another type is overlooked',
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
