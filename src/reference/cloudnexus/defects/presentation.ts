import type { Call } from '../call.ts';
import { refuse, volumesPath } from '../call.ts';
import type { NexusDefects } from '../overrides.ts';
import { authenticated, parameter, presentation } from './asking.ts';

/** The text after an optional scheme name. */
const credentialsOf = (call: Call): string => /^(?:[a-z]+ +)?(\S+)$/i.exec(call.get('Authorization'))?.[1] ?? '';

/** The user name of Basic credentials (RFC 7617, 2). */
const basicUser = (call: Call): string => {
  const encoded = /^basic +(\S+)$/i.exec(call.get('Authorization'))?.[1] ?? '';
  return Buffer.from(encoded, 'base64').toString().split(':')[0] ?? '';
};

const isValid = (call: Call, key: string): boolean => {
  const holder = call.state.service.holderOf(key);
  return holder !== undefined && holder.ended === undefined;
};

const isUnlikeBearer = (call: Call): boolean => presentation(call).kind === 'nothing';

const hasNoAuthorization = (call: Call): boolean => call.get('Authorization') === '';

/** Where and how a valid key is accepted. */
export const presentationDefects: NexusDefects = {
  'bearer-key-rejected': {
    breaks: 'NEXUS-9',
    note: 'GET /volumes answers 401 to a valid key',
    behind: (call, next) => (call.path === volumesPath ? refuse(401, 'unknown-key', 'Invalid API key') : next()),
  },
  'auth-reads-another-header': {
    breaks: 'NEXUS-9',
    note: 'GET /volumes reads only X-API-Key and answers 401 to the Bearer header',
    around: (call, next) => {
      if (call.path === volumesPath) call.req.headers.authorization = `Bearer ${call.get('X-API-Key')}`;
      return next();
    },
  },

  'auth-scheme-ignored': {
    breaks: 'NEXUS-10',
    note: 'A key is accepted without the word Bearer or after another scheme',
    around: authenticated((call) => isUnlikeBearer(call) && (isValid(call, credentialsOf(call)) || isValid(call, basicUser(call)))),
  },
  'auth-basic-accepted': {
    breaks: 'NEXUS-10',
    note: 'A key is accepted as the user name of Basic credentials, and under no other wrong scheme',
    intermittent: true,
    around: authenticated((call) => isValid(call, basicUser(call))),
  },

  'auth-key-in-query-accepted': {
    breaks: 'NEXUS-11',
    note: 'A key in the query parameter api_key is accepted',
    around: authenticated((call) => hasNoAuthorization(call) && isValid(call, parameter(call, 'api_key') ?? '')),
  },
  'auth-x-api-key-accepted': {
    breaks: 'NEXUS-11',
    note: 'A key in the header X-API-Key is accepted',
    around: authenticated((call) => hasNoAuthorization(call) && isValid(call, call.get('X-API-Key'))),
  },
};
