import { asWebPage } from '../../kit/broken-answers.ts';
import { statusChanged } from '../../kit/answering.ts';
import { authenticated, presentation } from '../../kit/asking.ts';
import { ErrorResponse } from '../../kit/error-response.ts';
import { answerErrorResponse, refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Defects, Layer, State } from '../call.ts';
import { followLogs, listProjects, readProject, removeProject, rollBackDeployment, updateProject } from '../operations.ts';

const isLive = ({ state }: Call): boolean => state.environment === 'live';
const hasNoHeader = (call: Call): boolean => isLive(call) && call.get('Authorization') === '';
const ownKey = ({ state }: Call): string => state.service.keys.secrets[state.environment === 'live' ? 'key' : 'test'] ?? '';
const presented = (call: Call): string => {
  const given = presentation(call);
  return given.kind === 'key' ? given.key : '';
};
const secretOf = (call: Call, isIt: (secret: string) => boolean): string | undefined =>
  Object.values(call.state.service.keys.secrets).find(isIt);

/** Accepts a key that resembles an issued one. */
const takenFor = (isAlike: (given: string, secret: string) => boolean): Layer =>
  authenticated<State>(
    (call) => {
      const given = presented(call);
      const isIssued = secretOf(call, (secret) => secret === given) !== undefined;
      return given !== '' && !isIssued && secretOf(call, (secret) => isAlike(given, secret)) !== undefined;
    },
    (call) => secretOf(call, (secret) => isAlike(presented(call), secret)) ?? '',
  );

const heldBy = (name: string) => (call: Call) => presented(call) !== '' && presented(call) === call.state.service.keys.secrets[name];

/** Carries out a call without a key, and answers that it is refused. */
const appliedAndRefused: Layer = async (call, next) => {
  const isMeant = hasNoHeader(call) && call.method !== 'GET';
  if (isMeant) call.req.headers.authorization = `Bearer ${ownKey(call)}`;
  await next();
  if (isMeant) answerErrorResponse(call, new ErrorResponse(401, 'missing-key', 'Missing API key'));
};

const crashOn =
  (isMeant: (header: string) => boolean): Layer =>
  (call, next) => {
    if (isMeant(call.get('Authorization'))) throw new Error('token is undefined');
    return next();
  };

/** Answers an error of the outermost layer as the healthy server answers an error further inside. */
const crashing =
  (layer: Layer): Layer =>
  async (call, next) => {
    try {
      await layer(call, next);
    } catch (thrown) {
      answerErrorResponse(call, new ErrorResponse(500, 'internal', `Internal error: ${String(thrown)}`));
    }
  };

/** Which credentials are accepted. */
export const credentialDefects: Defects = {
  'bearer-not-recognised': {
    breaks: 'CDEV-15',
    note: 'A valid key in the Bearer scheme is answered 401 on the list of projects',
    alsoBreaks: {
      'CDEV-28': "the document's example request is answered 401",
      'CDEV-37': 'an unrestricted key is answered 401',
    },
    shownBy: ['auth', 'CDEV-76', 'CDEV-84'],
    around: authenticated<State>(
      (call) => isLive(call) && isCall(call, listProjects) && presentation(call).kind === 'key',
      () => 'never-issued',
    ),
  },
  'x-api-key-accepted': {
    breaks: 'CDEV-18',
    note: 'A key in an X-Api-Key header is accepted',
    around: authenticated<State>(
      (call) => hasNoHeader(call) && call.get('X-Api-Key') !== '',
      (call) => call.get('X-Api-Key'),
    ),
  },
  'read-without-key': {
    breaks: 'CDEV-19',
    note: 'A GET without a key is served',
    alsoBreaks: { 'CDEV-18': 'a GET without an Authorization header is served, so one with a key elsewhere is served too' },
    around: authenticated<State>((call) => hasNoHeader(call) && call.method === 'GET' && !isCall(call, followLogs), ownKey),
  },
  'write-without-key': {
    breaks: 'CDEV-19',
    note: 'A POST without a key is accepted',
    around: authenticated<State>((call) => hasNoHeader(call) && call.method === 'POST', ownKey),
  },
  'missing-token-403': {
    breaks: 'CDEV-19',
    note: 'A missing token is answered 403',
    alsoBreaks: { 'CDEV-22': 'a header without a Bearer token counts as a missing token' },
    around: statusChanged('missing-key', 403),
  },
  'stream-without-key': {
    breaks: 'CDEV-19',
    note: 'The log stream opens without a key',
    around: authenticated<State>((call) => hasNoHeader(call) && isCall(call, followLogs), ownKey),
  },
  'any-token-accepted': {
    breaks: 'CDEV-20',
    note: 'Every token with the prefix sk_live_ is accepted',
    alsoBreaks: { 'CDEV-21': 'a damaged key still has the prefix' },
    around: takenFor((given, secret) => /^sk_live_./.test(given) && !given.includes(' ') && secret.startsWith('sk_live_')),
  },
  'invalid-token-403': {
    breaks: 'CDEV-20',
    note: 'An unknown token is answered 403',
    alsoBreaks: {
      'CDEV-21': 'a damaged key is an unknown token',
      'CDEV-22': 'a prefix without a key, or three words, count as an unknown token',
    },
    around: statusChanged('unknown-key', 403),
  },
  'invalid-token-404': {
    breaks: 'CDEV-20',
    note: 'An unknown token is answered 404 on a path with an id',
    around: statusChanged('unknown-key', 404, (_errorResponse, call) =>
      isCall(call, readProject, updateProject, removeProject, rollBackDeployment),
    ),
  },
  'key-prefix-compared': {
    breaks: 'CDEV-21',
    note: 'Only the first 20 characters of a key are compared',
    around: takenFor((given, secret) => given.slice(0, 20) === secret.slice(0, 20)),
  },
  'key-case-ignored': {
    breaks: 'CDEV-21',
    note: 'A key is compared without regard to case',
    around: takenFor((given, secret) => given.toLowerCase() === secret.toLowerCase()),
  },
  'key-suffix-ignored': {
    breaks: 'CDEV-21',
    note: 'Characters after a valid key are ignored',
    around: takenFor((given, secret) => given.startsWith(secret)),
  },
  'empty-bearer-accepted': {
    breaks: 'CDEV-22',
    note: 'A Bearer header without a token is accepted',
    around: authenticated<State>((call) => presentation(call).kind === 'blank', ownKey),
  },
  'malformed-header-500': {
    breaks: 'CDEV-22',
    note: 'A header without a token part crashes the server',
    alsoBreaks: { 'CDEV-103': 'a malformed Authorization value is answered 500' },
    around: crashing(crashOn((header) => /^\S+$/.test(header.trim()))),
  },
  'malformed-header-400': {
    breaks: 'CDEV-22',
    note: 'A malformed header is answered 400',
    around: statusChanged('missing-key', 400, (_errorResponse, call) => call.get('Authorization') !== ''),
  },
  'bare-key-accepted': {
    breaks: 'CDEV-23',
    note: 'The key without a scheme is accepted',
    around: authenticated<State>(
      (call) => secretOf(call, (secret) => secret === call.get('Authorization')) !== undefined,
      (call) => call.get('Authorization'),
    ),
  },
  'unauthorized-write-applied': {
    breaks: 'CDEV-24',
    note: 'A write that is answered 401 is carried out',
    around: appliedAndRefused,
  },
  'revoked-key-works': {
    breaks: 'CDEV-35',
    note: 'A revoked key still reads',
    around: authenticated<State>((call) => call.method === 'GET' && heldBy('revoked')(call), ownKey),
  },
  'revoked-key-writes': {
    breaks: 'CDEV-35',
    note: 'A revoked key still creates projects',
    around: authenticated<State>((call) => call.method === 'POST' && heldBy('revoked')(call), ownKey),
  },
  'revoked-key-403': { breaks: 'CDEV-35', note: 'A revoked key is answered 403', around: statusChanged('revoked-key', 403) },
  'expired-key-works': {
    breaks: 'CDEV-147',
    note: 'An expired key still reads',
    around: authenticated<State>((call) => call.method === 'GET' && heldBy('expired')(call), ownKey),
  },
  'expired-key-403': { breaks: 'CDEV-147', note: 'An expired key is answered 403', around: statusChanged('expired-key', 403) },
  'live-key-write-forbidden': {
    breaks: 'CDEV-37',
    note: 'A live key may not change projects',
    behind: (call, next) =>
      isLive(call) && isCall(call, updateProject) ? refuse(403, 'not-permitted', 'This API key lacks the permission: write') : next(),
  },
  'error-body-html': {
    breaks: 'CDEV-6',
    note: 'The body of a 401 is an HTML page',
    around: asWebPage((call) => call.status === 401),
  },
};
