import { answered, statusChanged } from '../../kit/answering.ts';
import { authenticated, presentation } from '../../kit/asking.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Layer, PlatformDefects, State } from '../call.ts';
import { isCreation, ownKey } from './asked.ts';

/** Accepts unknown keys that resemble a known one. */
export const keyAccepted = (isLike: (presented: string, key: string) => boolean): Layer =>
  authenticated<State>((call) => {
    const presented = presentation(call);
    if (presented.kind !== 'key') return false;
    return call.state.service.keys.holderOf(presented.key) === undefined && isLike(presented.key, ownKey(call));
  }, ownKey);

const keyless = (call: Call): boolean => call.get('Authorization') === '';

/** The known key in a header with any scheme. */
const keyInside = (call: Call): string | undefined => {
  const header = call.get('Authorization');
  const last = header.split(' ').at(-1) ?? '';
  const user = Buffer.from(last, 'base64').toString().split(':')[0] ?? '';
  return [last, user].find((text) => call.state.service.keys.holderOf(text) !== undefined);
};

/** Calls without a credential, with an invalid one, or with a valid one that is refused. */
export const credentialDefects: PlatformDefects = {
  'bearer-key-refused-on-create': {
    breaks: 'CPEX-14',
    note: 'POST /projects is answered 401 to a key that may list projects',
    shownBy: ['CPEX-14', 'lifecycle'],
    behind: (call, next) =>
      isCreation(call) ? refuse(401, 'unknown-key', 'Sign in to create', { headers: { 'WWW-Authenticate': 'Bearer' } }) : next(),
  },
  'bearer-capital-b-refused': {
    breaks: 'CPEX-14',
    note: 'Only the spelling bearer is read; Bearer is answered 401',
    alsoBreaks: { 'CPEX-30': 'access tokens use the same scheme' },
    around: (call, next) => {
      if (call.get('Authorization').startsWith('Bearer ')) delete call.req.headers.authorization;
      return next();
    },
  },
  'projects-open-without-key': {
    breaks: 'CPEX-16',
    note: 'GET /projects without a header lists projects',
    around: authenticated((call) => keyless(call) && isCall(call, 'GET /projects'), ownKey),
  },
  'create-open-without-key': {
    breaks: 'CPEX-16',
    note: 'POST /projects without a header creates a project',
    alsoBreaks: { 'CPEX-18': 'an unusable body without a key is refused for its fault, not with 401' },
    around: authenticated((call) => keyless(call) && isCreation(call), ownKey),
  },
  'user-open-without-token': {
    breaks: 'CPEX-16',
    note: 'GET /user without a header is answered 200',
    around: answered((call) => {
      if (!keyless(call) || !isCall(call, 'GET /user') || call.status !== 401) return;
      call.remove('WWW-Authenticate');
      call.status = 200;
      call.body = call.state.account.user;
    }),
  },
  'any-bearer-accepted': {
    breaks: 'CPEX-17',
    note: 'Any value after Bearer is accepted',
    around: keyAccepted(() => true),
  },
  'key-checked-by-prefix-only': {
    breaks: 'CPEX-17',
    note: 'Any value that begins with sk_live_ is accepted',
    around: keyAccepted((presented) => presented.startsWith('sk_live_')),
  },
  'key-cut-short-accepted': {
    breaks: 'CPEX-17',
    note: 'The first half of a valid key, or more of it, is accepted',
    around: keyAccepted((presented, key) => key.startsWith(presented) && presented.length >= key.length / 2),
  },
  'bearer-without-token-accepted': {
    breaks: 'CPEX-17',
    note: 'Bearer without a key is accepted',
    around: authenticated((call) => presentation(call).kind === 'blank', ownKey),
  },
  'unauthenticated-is-403': {
    breaks: 'CPEX-18',
    note: 'A request without a key is answered 403',
    around: statusChanged('missing-key', 403),
  },
  'challenge-missing-on-401': {
    breaks: 'CPEX-19',
    note: 'A 401 has no WWW-Authenticate',
    settings: { challenge: null },
  },
  'auth-scheme-ignored': {
    breaks: 'CPEX-20',
    note: 'A key is accepted under any scheme or none',
    around: authenticated<State>(
      (call) => presentation(call).kind === 'nothing' && keyInside(call) !== undefined,
      (call) => keyInside(call) ?? '',
    ),
  },
  'withdrawn-key-still-lists': {
    breaks: 'CPEX-21',
    note: 'A revoked key lists the projects',
    around: authenticated<State>((call) => {
      const presented = presentation(call);
      return presented.kind === 'key' && call.state.service.keys.holderOf(presented.key)?.endedAt(Date.now()) === 'revoked';
    }, ownKey),
  },
};
