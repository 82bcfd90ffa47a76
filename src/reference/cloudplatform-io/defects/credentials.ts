import { redirectedToLogin } from '../../kit/broken-answers.ts';
import { statusChanged } from '../../kit/answering.ts';
import { authenticated, presentation } from '../../kit/asking.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Layer, PlatformDefects, State } from '../call.ts';
import { basePath } from '../call.ts';

const ownKey = ({ state }: Call): string => state.service.keys.secrets['key'] ?? '';

/** Accepts unknown keys that resemble a known one. */
const accepted = (isLike: (presented: string, key: string) => boolean): Layer =>
  authenticated<State>((call) => {
    const presented = presentation(call);
    if (presented.kind !== 'key') return false;
    const { keys } = call.state.service;
    return keys.holderOf(presented.key) === undefined && isLike(presented.key, ownKey(call));
  }, ownKey);

/** Accepts a key that has ended. */
const endedAccepted = (how: 'revoked' | 'expired'): Layer =>
  authenticated<State>((call) => {
    const presented = presentation(call);
    return presented.kind === 'key' && call.state.service.keys.holderOf(presented.key)?.endedAt(Date.now()) === how;
  }, ownKey);

/** Calls without a key or with an invalid one. */
export const credentialDefects: PlatformDefects = {
  'list-open-to-anonymous': {
    breaks: 'CPIO-25',
    note: 'GET /resources answers 200 without a key',
    around: authenticated(
      (call) => call.get('Authorization') === '' && call.get('X-API-Key') === '' && isCall(call, 'GET /resources'),
      ownKey,
    ),
  },
  'missing-key-403': {
    breaks: 'CPIO-25',
    note: 'A call without a key is answered 403',
    around: statusChanged('missing-key', 403),
  },
  'missing-key-redirected': {
    breaks: 'CPIO-25',
    note: 'A call without a key is redirected to a login page',
    around: redirectedToLogin(basePath),
  },
  'delete-wants-other-auth': {
    breaks: 'CPIO-29',
    note: 'A deletion with a key that may delete is answered 401',
    behind: (call, next) => {
      if (!isCall(call, 'DELETE /resources/:id') || call.state.holder?.scopes.includes('write') !== true) return next();
      call.status = 401;
      call.body = { error: 'unauthorized', message: 'Sign in to delete' };
      return undefined;
    },
  },
  'bare-key-accepted': {
    breaks: 'CPIO-30',
    note: 'Authorization with only the key is accepted',
    around: (call, next) => {
      const header = call.get('Authorization');
      if (call.state.service.keys.holderOf(header) !== undefined) call.req.headers.authorization = `Bearer ${header}`;
      return next();
    },
  },
  'basic-scheme-accepted': {
    breaks: 'CPIO-30',
    note: 'The key as Basic user name is accepted',
    around: (call, next) => {
      const text = /^basic +(\S+)$/i.exec(call.get('Authorization'))?.[1];
      const user =
        Buffer.from(text ?? '', 'base64')
          .toString()
          .split(':')[0] ?? '';
      if (call.state.service.keys.holderOf(user) !== undefined) call.req.headers.authorization = `Bearer ${user}`;
      return next();
    },
  },
  'unknown-key-accepted': {
    breaks: 'CPIO-34',
    note: 'A Bearer token that was never issued is accepted',
    alsoBreaks: {
      'CPIO-35': 'a damaged copy of a key is a token that was never issued',
      'CPIO-36': 'a key in the other letter case is a token that was never issued',
    },
    around: accepted(() => true),
  },
  'unknown-key-403': {
    breaks: 'CPIO-34',
    note: 'An unknown key is answered 403',
    alsoBreaks: { 'CPIO-35': 'a damaged copy of a key is an unknown key' },
    around: statusChanged('unknown-key', 403),
  },
  'longer-key-accepted': {
    breaks: 'CPIO-35',
    note: 'A key is compared only up to the length of the stored one',
    around: accepted((presented, key) => presented.startsWith(key)),
  },
  'shorter-key-accepted': {
    breaks: 'CPIO-35',
    note: 'A key is compared only up to the length of the sent one',
    around: accepted((presented, key) => key.startsWith(presented)),
  },
  'key-compared-without-case': {
    breaks: 'CPIO-36',
    note: 'Keys are compared in lower case',
    around: accepted((presented, key) => presented.toLowerCase() === key.toLowerCase()),
  },
  'revoked-key-accepted': {
    breaks: 'CPIO-37',
    note: 'A rotated key still reads 200',
    around: endedAccepted('revoked'),
  },
  'lapsed-key-accepted': {
    breaks: 'CPIO-38',
    note: 'A key still reads 200 after it expired',
    around: endedAccepted('expired'),
  },
};
