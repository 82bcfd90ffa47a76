import type { Call, Layer } from '../call.ts';
import { networksPath } from '../call.ts';
import type { NexusDefect, NexusDefects } from '../overrides.ts';
import { restated } from './answering.ts';
import { isListCall, letIn, presentation } from './asking.ts';
import { instancesListed } from './listed.ts';

type Ended = 'revoked' | 'expired';

const isEnded = (call: Call, ended: Ended): boolean => {
  const presented = presentation(call);
  return presented.kind === 'key' && call.state.service.holderOf(presented.key)?.ended === ended;
};

const accepted = (breaks: string, ended: Ended, note: string): NexusDefect => ({
  breaks,
  note,
  around: letIn((call) => isEnded(call, ended)),
});

/** Answers calls of every account with the things of one. */
const ofOneAccount =
  (isMeant: (call: Call) => boolean): Layer =>
  (call, next) => {
    if (isMeant(call)) call.state.cloud = call.state.service.accounts.own;
    return next();
  };

/** Keys that were valid once, and what other accounts have. */
export const accountDefects: NexusDefects = {
  'auth-revoked-key-accepted': accepted('NEXUS-15', 'revoked', 'A revoked key is as good as before'),
  'auth-revoked-key-403': {
    breaks: 'NEXUS-15',
    note: 'A revoked key is answered 403',
    around: restated('revoked-key', 403),
  },
  'auth-expired-token-accepted': accepted('NEXUS-121', 'expired', 'An expired credential is as good as before'),
  'auth-expired-token-403': {
    breaks: 'NEXUS-121',
    note: 'An expired credential is answered 403',
    around: restated('expired-key', 403),
  },

  'instances-not-scoped-to-account': {
    breaks: 'NEXUS-21',
    note: 'GET /instances shows every key the same instances, whatever its account',
    behind: ofOneAccount(isListCall),
  },
  'foreign-instance-on-last-page': {
    breaks: 'NEXUS-21',
    note: 'The last page ends with an instance of another account',
    intermittent: true,
    behind: instancesListed((instances, { own, other }) =>
      instances === own.instances ? [...instances, ...other.instances.slice(0, 1)] : instances,
    ),
  },
  'networks-not-scoped-to-account': {
    breaks: 'NEXUS-98',
    note: 'GET /networks shows every key the same networks, whatever its account',
    behind: ofOneAccount((call) => call.path === networksPath),
  },
};
