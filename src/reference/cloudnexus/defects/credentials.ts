import { redirectedToLogin } from '../../kit/broken-answers.ts';
import type { Call } from '../call.ts';
import { basePath } from '../call.ts';
import type { NexusDefects } from '../overrides.ts';
import { statusChanged } from './answering.ts';
import { isKeyless, authenticated, presentation } from './asking.ts';
import { restartedInstance } from './restarting.ts';

const comparedLength = 16;

/** Whether a call presents an unknown key that resembles a key of the account. */
const isKeyLike = (call: Call, isLike: (presented: string, key: string) => boolean): boolean => {
  const presented = presentation(call);
  const { keys, holderOf } = call.state.service;
  return presented.kind === 'key' && holderOf(presented.key) === undefined && Object.values(keys).some((key) => isLike(presented.key, key));
};

/** Calls without a key and with a wrong one. */
export const credentialDefects: NexusDefects = {
  'auth-missing-key-403': {
    breaks: 'NEXUS-118',
    note: 'A call without a key is answered 403',
    around: statusChanged('missing-key', 403),
  },
  'auth-volumes-open': {
    breaks: 'NEXUS-118',
    note: 'GET /volumes answers 200 without a key',
    around: authenticated((call) => isKeyless(call, 'GET', '/volumes')),
  },
  'auth-create-open': {
    breaks: 'NEXUS-118',
    note: 'POST /instances creates an instance without a key',
    alsoBreaks: { 'NEXUS-119': 'a faulty creation without a key is answered by its fault, because the key is not checked' },
    around: authenticated((call) => isKeyless(call, 'POST', '/instances')),
  },
  'auth-missing-key-redirect': {
    breaks: 'NEXUS-118',
    note: 'A call without a key is redirected to a login page',
    around: redirectedToLogin(basePath),
  },
  'auth-restart-open': {
    breaks: 'NEXUS-118',
    note: 'PUT /instances/{id}/restart restarts an instance without a key',
    shownBy: ['auth', 'lifecycle'],
    around: authenticated((call) => presentation(call).kind === 'nothing' && restartedInstance(call) !== undefined),
  },
  'auth-blank-bearer-accepted': {
    breaks: 'NEXUS-118',
    note: 'The word Bearer without a key is accepted',
    around: authenticated((call) => presentation(call).kind === 'blank'),
  },

  'auth-any-key-accepted': {
    breaks: 'NEXUS-120',
    note: 'Every non-empty Bearer value is accepted',
    around: authenticated((call) => isKeyLike(call, () => true)),
  },
  'auth-invalid-key-403': {
    breaks: 'NEXUS-120',
    note: 'An unknown key is answered 403',
    around: statusChanged('unknown-key', 403),
  },
  'auth-key-prefix-compared': {
    breaks: 'NEXUS-120',
    note: 'Only the beginning of a key is compared',
    around: authenticated((call) => isKeyLike(call, (presented, key) => presented.startsWith(key.slice(0, comparedLength)))),
  },
  'auth-key-case-insensitive': {
    breaks: 'NEXUS-120',
    note: 'A key in another letter case is accepted',
    around: authenticated((call) => isKeyLike(call, (presented, key) => presented.toLowerCase() === key.toLowerCase())),
  },
};
