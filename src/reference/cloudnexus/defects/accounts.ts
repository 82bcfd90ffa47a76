import type { Call, Layer } from '../call.ts';
import { networksPath } from '../call.ts';
import type { NexusDefect, NexusDefects } from '../overrides.ts';
import { statusChanged } from './answering.ts';
import { isListCall, authenticated, presentation } from './asking.ts';
import { instancesListed } from './listed.ts';

type Ended = 'revoked' | 'expired';

const isEnded = (call: Call, ended: Ended): boolean => {
  const presented = presentation(call);
  return presented.kind === 'key' && call.state.service.holderOf(presented.key)?.ended === ended;
};

const accepted = (breaks: string, ended: Ended, note: string): NexusDefect => ({
  breaks,
  note,
  around: authenticated((call) => isEnded(call, ended)),
});

/** Answers calls of every account with the resources of one. */
const ofOneAccount =
  (isMeant: (call: Call) => boolean): Layer =>
  (call, next) => {
    if (isMeant(call)) call.state.cloud = call.state.service.accounts.own;
    return next();
  };

/** Keys that are no longer valid, and resources of other accounts. */
export const accountDefects: NexusDefects = {
  'auth-revoked-key-accepted': accepted('NEXUS-15', 'revoked', 'A revoked key is still accepted'),
  'auth-revoked-key-403': {
    breaks: 'NEXUS-15',
    note: 'A revoked key is answered 403',
    around: statusChanged('revoked-key', 403),
  },
  'auth-expired-token-accepted': accepted('NEXUS-121', 'expired', 'An expired credential is still accepted'),
  'auth-expired-token-403': {
    breaks: 'NEXUS-121',
    note: 'An expired credential is answered 403',
    around: statusChanged('expired-key', 403),
  },

  'instances-not-scoped-to-account': {
    breaks: 'NEXUS-21',
    note: 'GET /instances shows the same instances to the keys of every account',
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
    note: 'GET /networks shows the same networks to the keys of every account',
    behind: ofOneAccount((call) => call.path === networksPath),
  },
};
