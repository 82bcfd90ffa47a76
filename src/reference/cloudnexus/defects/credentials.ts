import { redirectedToLogin } from '../../kit/broken-answers.ts';
import type { Call } from '../call.ts';
import { basePath } from '../call.ts';
import type { NexusDefects } from '../overrides.ts';
import { restated } from './answering.ts';
import { isKeyless, letIn, presentation } from './asking.ts';
import { restartedInstance } from './restarting.ts';

const comparedLength = 16;

/** Whether a call presents something that is no key of the account but like one. */
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
    around: restated('missing-key', 403),
  },
  'auth-volumes-open': {
    breaks: 'NEXUS-118',
    note: 'GET /volumes answers without a key',
    around: letIn((call) => isKeyless(call, 'GET', '/volumes')),
  },
  'auth-create-open': {
    breaks: 'NEXUS-118',
    note: 'POST /instances is carried out without a key',
    alsoBreaks: { 'NEXUS-119': 'a faulty creation without a key gets the answer to its fault, because the key is not asked for' },
    around: letIn((call) => isKeyless(call, 'POST', '/instances')),
  },
  'auth-missing-key-redirect': {
    breaks: 'NEXUS-118',
    note: 'A call without a key is redirected to a login page',
    around: redirectedToLogin(basePath),
  },
  'auth-restart-open': {
    breaks: 'NEXUS-118',
    note: 'An existing instance is restarted without a key',
    shownBy: ['auth', 'lifecycle'],
    around: letIn((call) => presentation(call).kind === 'nothing' && restartedInstance(call) !== undefined),
  },
  'auth-blank-bearer-accepted': {
    breaks: 'NEXUS-118',
    note: 'The word Bearer without a key is enough',
    around: letIn((call) => presentation(call).kind === 'blank'),
  },

  'auth-any-key-accepted': {
    breaks: 'NEXUS-120',
    note: 'Every non-empty Bearer value is accepted',
    around: letIn((call) => isKeyLike(call, () => true)),
  },
  'auth-invalid-key-403': {
    breaks: 'NEXUS-120',
    note: 'An unknown key is answered 403',
    around: restated('unknown-key', 403),
  },
  'auth-key-prefix-compared': {
    breaks: 'NEXUS-120',
    note: 'Only the beginning of a key is compared',
    around: letIn((call) => isKeyLike(call, (presented, key) => presented.startsWith(key.slice(0, comparedLength)))),
  },
  'auth-key-case-insensitive': {
    breaks: 'NEXUS-120',
    note: 'A key is accepted in other letter case',
    around: letIn((call) => isKeyLike(call, (presented, key) => presented.toLowerCase() === key.toLowerCase())),
  },
};
