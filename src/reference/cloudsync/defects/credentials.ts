import { statusChanged } from '../../kit/answering.ts';
import { authenticated, parameter, presentation } from '../../kit/asking.ts';
import { parseJsonBody, readBody } from '../../kit/request-body.ts';
import { answerErrorResponse, refuse } from '../../kit/refusing.ts';
import { ErrorResponse } from '../../kit/error-response.ts';
import { routeOf } from '../../kit/service.ts';
import type { Call, Layer, State } from '../call.ts';
import type { SyncDefects } from '../overrides.ts';
import type { Operation } from './answering.ts';
import { goesTo } from './answering.ts';

/** How many characters of a key a careless comparison reads. */
const comparedLength = 16;
const keyPattern = /^cs_live_[A-Za-z0-9]{32}$/;

const secret = (call: Call, name: string): string => call.state.service.keys.secrets[name] ?? '';
const firstKey = (call: Call): string => secret(call, 'key');
const isKnown = (call: Call, key: string): boolean => call.state.service.keys.holderOf(key) !== undefined;
const hasHeader = (call: Call): boolean => call.get('Authorization') !== '';

/** The Bearer key that a call presents, if it is not a key of this server. */
const unknownKey = (call: Call): string | undefined => {
  const presented = presentation(call);
  return presented.kind === 'key' && !isKnown(call, presented.key) ? presented.key : undefined;
};

const idOf = (call: Call): string => routeOf(call)?.params['id'] ?? '';
const names = (call: Call): boolean => call.state.account.instances.find(idOf(call), Date.now()) !== undefined;

const keyless = (isMeant: (call: Call) => boolean): Layer => authenticated((call) => !hasHeader(call) && isMeant(call), firstKey);

/** The key in a header with any other scheme: without a scheme, behind some word, or as the user name of Basic. */
const keyInHeader = (call: Call): string => {
  const value = call.get('Authorization').split(' ').at(-1) ?? '';
  if (isKnown(call, value)) return value;
  return Buffer.from(value, 'base64').toString().replace(/:.*$/, '');
};

const otherWay = (keyFor: (call: Call) => string): Layer => authenticated((call) => isKnown(call, keyFor(call)), keyFor);

/** Refuses a fully permitted key at one operation. */
const refusing =
  (name: Operation): Layer =>
  (call, next) =>
    goesTo(call, name) && call.state.holder?.scopes.includes('write') === true ? refuse(401, 'unknown-key', 'Invalid API key') : next();

const readsFirst = { 'SYNC-19': 'an unknown id without a key gets the same answer' };

/** Valid, missing, unknown and revoked keys. */
export const credentialDefects: SyncDefects = {
  'valid-key-401-on-patch': {
    breaks: 'SYNC-9',
    note: 'PATCH answers 401 to a key that every other operation accepts',
    shownBy: ['SYNC-9', 'SYNC-77'],
    behind: refusing('update'),
  },
  'valid-key-401-on-item-read': {
    breaks: 'SYNC-9',
    note: 'GET /instances/{id} answers 401 to a key that may read the list',
    shownBy: ['SYNC-9', 'SYNC-76'],
    behind: refusing('read'),
  },
  'key-accepted-in-query': {
    breaks: 'SYNC-10',
    note: 'A key in the query parameter api_key is accepted',
    around: authenticated(
      (call) => !hasHeader(call) && isKnown(call, parameter(call, 'api_key') ?? ''),
      (call) => parameter(call, 'api_key') ?? '',
    ),
  },
  'key-accepted-as-x-api-key': {
    breaks: 'SYNC-10',
    note: 'A key in the header X-API-Key is accepted',
    around: otherWay((call) => (hasHeader(call) ? '' : call.get('X-API-Key'))),
  },
  'any-scheme-accepted': {
    breaks: 'SYNC-10',
    note: 'The scheme in Authorization is ignored',
    around: otherWay(keyInHeader),
  },

  'missing-key-list-served': {
    breaks: 'SYNC-14',
    note: 'GET /instances answers 200 without a key',
    alsoBreaks: { 'SYNC-10': 'the server does not look for a key outside Authorization, and does not miss it' },
    around: keyless((call) => goesTo(call, 'list')),
  },
  'missing-key-answered-403': {
    breaks: 'SYNC-14',
    note: 'A read without a key is answered 403',
    alsoBreaks: { ...readsFirst, 'SYNC-10': 'a key outside Authorization counts as missing and is answered 403' },
    around: statusChanged('missing-key', 403, (_errorResponse, call) => !hasHeader(call) && goesTo(call, 'list', 'read')),
  },
  'missing-key-create-served': {
    breaks: 'SYNC-15',
    note: 'POST without a key creates an instance',
    alsoBreaks: { 'SYNC-19': 'a broken body without a key is answered as a broken body' },
    around: keyless((call) => goesTo(call, 'create')),
  },
  'missing-key-delete-served': {
    breaks: 'SYNC-15',
    note: 'DELETE without a key deletes an instance',
    around: keyless((call) => goesTo(call, 'remove') && names(call)),
  },

  'unknown-key-accepted': {
    breaks: 'SYNC-16',
    note: 'Reads accept any key of the right form',
    alsoBreaks: {
      'SYNC-17': 'a key with one character changed has the right form',
      'SYNC-19': 'an unknown id with an unknown key is answered 404',
    },
    around: authenticated((call) => call.method === 'GET' && keyPattern.test(unknownKey(call) ?? ''), firstKey),
  },
  'malformed-key-answered-400': {
    breaks: 'SYNC-16',
    note: 'A key that does not begin with cs_live_ is answered 400',
    around: statusChanged('unknown-key', 400, (_errorResponse, call) => unknownKey(call)?.startsWith('cs_live_') === false),
  },
  'unknown-key-answered-403': {
    breaks: 'SYNC-16',
    note: 'An unknown key is answered 403',
    alsoBreaks: { 'SYNC-17': 'a changed key is an unknown key', 'SYNC-19': 'an unknown id with an unknown key is answered 403' },
    around: statusChanged('unknown-key', 403),
  },
  'key-compared-by-prefix': {
    breaks: 'SYNC-17',
    note: 'Only the first characters of a key are compared',
    alsoBreaks: { 'SYNC-16': 'a key that was never issued is accepted if it begins like a valid one' },
    around: authenticated((call) => unknownKey(call)?.startsWith(firstKey(call).slice(0, comparedLength)) === true, firstKey),
  },
  'revoked-key-accepted': {
    breaks: 'SYNC-18',
    note: 'A revoked key still reads',
    around: authenticated(
      (call) => presentation(call).kind === 'key' && call.get('Authorization').endsWith(secret(call, 'revoked')),
      firstKey,
    ),
  },
  'revoked-key-answered-403': {
    breaks: 'SYNC-18',
    note: 'A revoked key is answered 403',
    around: statusChanged('revoked-key', 403),
  },

  'unknown-id-404-before-auth': {
    breaks: 'SYNC-19',
    note: 'An unknown id without a key is answered 404',
    around: statusChanged<State>('missing-key', 404, (_errorResponse, call) => goesTo(call, 'read', 'update', 'remove') && !names(call)),
  },
  'body-judged-before-auth': {
    breaks: 'SYNC-19',
    note: 'A broken body without a key is answered 400',
    around: async (call, next) => {
      await next();
      if (call.state.errorResponse?.reason !== 'missing-key' || !goesTo(call, 'create')) return;
      const bytes = await readBody(call.req);
      const isBroken = bytes !== undefined && parseJsonBody(bytes).kind === 'unparsable';
      if (isBroken) answerErrorResponse(call, new ErrorResponse(400, 'unparsable-body', 'The request body is not valid JSON'));
    },
  },
};
