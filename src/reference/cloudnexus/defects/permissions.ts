import { answerErrorResponse } from '../../kit/refusing.ts';
import type { NexusDefects } from '../overrides.ts';
import { answered, insteadOfErrorResponse, statusChanged } from './answering.ts';
import { isCreateCall } from './asking.ts';
import { createUnchecked } from './creation.ts';
import { restartedInstance } from './restarting.ts';

/** Actions that need more than a valid key: a write, a blocked region, an instance beyond the account's quota of instances. */
export const permissionDefects: NexusDefects = {
  'permission-not-checked': {
    breaks: 'NEXUS-122',
    note: 'A key that may only read creates an instance',
    behind: (call, next) => {
      if (isCreateCall(call)) call.state.mayWrite = true;
      return next();
    },
  },
  'permission-missing-401': {
    breaks: 'NEXUS-122',
    note: 'The creation by a key that may only read is answered 401',
    around: statusChanged('not-permitted', 401, (_errorResponse, call) => isCreateCall(call)),
  },
  'permission-missing-404': {
    breaks: 'NEXUS-122',
    note: 'The creation by a key that may only read is answered 404',
    around: statusChanged('not-permitted', 404, (_errorResponse, call) => isCreateCall(call)),
  },
  'permission-not-checked-on-restart': {
    breaks: 'NEXUS-123',
    note: 'A key that may only read restarts an instance',
    behind: (call, next) => {
      if (restartedInstance(call) !== undefined) call.state.mayWrite = true;
      return next();
    },
  },

  'region-blocked-422': {
    breaks: 'NEXUS-124',
    note: 'A blocked region is answered 422 like an unknown one',
    around: statusChanged('blocked-region', 422),
  },
  'region-block-not-enforced': {
    breaks: 'NEXUS-124',
    note: 'An instance is created in a blocked region',
    behind: insteadOfErrorResponse('blocked-region', createUnchecked),
  },

  'quota-exceeded-429': {
    breaks: 'NEXUS-134',
    note: "A creation beyond the account's quota of instances is answered 429",
    alsoBreaks: { 'NEXUS-155': 'the 429 comes while calls remain' },
    around: answered((call) => {
      const { errorResponse } = call.state;
      if (errorResponse?.reason !== 'no-room') return;
      answerErrorResponse(call, errorResponse.as(429));
      call.set('Retry-After', '1');
    }),
  },
  'quota-exceeded-403': {
    breaks: 'NEXUS-134',
    note: "A creation beyond the account's quota of instances is answered 403",
    around: statusChanged('no-room', 403),
  },
  'quota-not-enforced': {
    breaks: 'NEXUS-134',
    note: "A creation beyond the account's quota of instances succeeds",
    behind: insteadOfErrorResponse('no-room', createUnchecked),
  },
};
