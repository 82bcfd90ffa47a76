import type { Members } from '../../kit/answering.ts';
import { answered, bodyAnswered, errorAnswered, isMembers, renamed, without } from '../../kit/answering.ts';
import type { Layer as AnyLayer } from '../../kit/call.ts';
import type { TokenState } from '../../kit/oauth-token.ts';
import { refuse } from '../../kit/refusing.ts';
import type { PlatformDefect, PlatformDefects } from '../call.ts';

type Layer = AnyLayer<TokenState>;

const token = (change: (body: Members) => unknown): Pick<PlatformDefect, 'settings'> => ({
  settings: {
    tokenLayers: { around: bodyAnswered((call) => call.status === 200 && isMembers(call.body), change) },
  },
});

/** Refuses exchanges before they are checked. */
const refused = (around: Layer): Pick<PlatformDefect, 'settings'> => ({ settings: { tokenLayers: { around } } });

/** The exchange of an authorization code. */
export const tokenExchangeDefects: PlatformDefects = {
  'token-form-encoding-refused': {
    breaks: 'CPEX-24',
    note: 'An exchange in a form is answered 415',
    ...refused(
      answered((call) => {
        if (call.is('application/x-www-form-urlencoded') === false) return;
        call.status = 415;
        call.body = { error: 'invalid_request', error_description: 'Send application/json' };
      }),
    ),
  },
  'token-path-missing': {
    breaks: 'CPEX-24',
    note: '/oauth/token is answered 404',
    settings: { tokenPath: '/oauth2/v2/token' },
  },
  'token-grant-type-unsupported': {
    breaks: 'CPEX-24',
    note: 'authorization_code is answered 400 unsupported_grant_type',
    settings: {
      tokenLayers: { behind: () => refuse(400, 'unsupported_grant_type', 'No such grant') },
    },
  },
  'access-token-member-renamed': {
    breaks: 'CPEX-25',
    note: 'The token is in a member called token',
    ...token((body) => renamed(body, 'access_token', 'token')),
  },
  'token-type-missing': {
    breaks: 'CPEX-25',
    note: 'The answer has no token_type',
    ...token((body) => without(body, 'token_type')),
  },
  'unknown-code-accepted': {
    breaks: 'CPEX-26',
    note: 'A code that was never issued gets a token; a used one does not',
    settings: { tokenChecks: { code: false } },
  },
  'bad-code-without-oauth-error': {
    breaks: 'CPEX-26',
    note: 'A bad code is answered 400 without the member error',
    settings: {
      tokenLayers: {
        around: errorAnswered<TokenState>((body, { reason }) => (reason === 'invalid_grant' ? { message: 'Bad request' } : body)),
      },
    },
  },
  'client-secret-not-checked': {
    breaks: 'CPEX-27',
    note: 'A fresh code with a wrong client secret gets a token',
    settings: { tokenChecks: { secret: false } },
  },
  'code-reusable': {
    breaks: 'CPEX-28',
    note: 'The second exchange of a code is answered 200',
    settings: { tokenChecks: { singleUse: false } },
  },
  'redirect-uri-ignored': {
    breaks: 'CPEX-29',
    note: 'Any redirect_uri gets a token',
    settings: { tokenChecks: { redirectUri: false } },
  },
  'grant-type-ignored': {
    breaks: 'CPEX-29',
    note: 'Any grant_type gets a token',
    settings: { tokenChecks: { grantType: false } },
  },
  'exchange-without-code-500': {
    breaks: 'CPEX-58',
    note: 'An exchange without a code is answered 500',
    settings: {
      tokenLayers: {
        behind: (call, next) =>
          call.state.form !== undefined && !call.state.form.has('code') ? refuse(500, 'internal', 'Internal error') : next(),
      },
    },
  },
};
