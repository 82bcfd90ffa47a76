import { bodyAnswered, isMembers } from '../../kit/answering.ts';
import { authenticated, presentation } from '../../kit/asking.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Layer, PlatformDefects, State } from '../call.ts';

/** The access token that a call comes with. */
const tokenOf = (call: Call): string | undefined => {
  const presented = presentation(call);
  if (presented.kind !== 'key') return undefined;
  return call.state.service.keys.holderOf(presented.key)?.kind === 'token' ? presented.key : undefined;
};

/** Treats access tokens as if they were never issued. */
const tokensForgotten = (isForgotten: (token: string, call: Call) => boolean): Layer =>
  authenticated<State>(
    (call) => {
      const token = tokenOf(call);
      return token !== undefined && isForgotten(token, call);
    },
    () => 'nobody-has-issued-this',
  );

const spent = new Set<string>();

/** What an access token gives access to. */
export const accessTokenDefects: PlatformDefects = {
  'access-token-refused': {
    breaks: 'CPEX-30',
    note: 'Only API keys are accepted; an access token is answered 401',
    around: tokensForgotten(() => true),
  },
  'access-token-spent-by-use': {
    breaks: 'CPEX-30',
    note: 'An access token is accepted for its first request only',
    around: tokensForgotten((token) => {
      const isSpent = spent.has(token);
      spent.add(token);
      return isSpent;
    }),
  },
  'user-endpoint-missing': {
    breaks: 'CPEX-31',
    note: 'GET /user is answered 404',
    shownBy: ['CPEX-31'],
    behind: (call, next) => (isCall(call, 'GET /user') ? refuse(404, 'unknown-path', 'No such path') : next()),
  },
  'user-body-is-array': {
    breaks: 'CPEX-31',
    note: 'The answer of GET /user is an array with the user',
    shownBy: ['CPEX-31'],
    around: bodyAnswered(
      (call) => call.status === 200 && isCall(call, 'GET /user') && isMembers(call.body),
      (body) => [body],
    ),
  },
};
