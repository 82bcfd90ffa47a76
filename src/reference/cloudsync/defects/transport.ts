import type { IncomingMessage } from 'node:http';
import { answered, answerText, webPage } from '../../kit/answering.ts';
import type { PlainManner } from '../../kit/plain-http.ts';
import { refuse } from '../../kit/refusing.ts';
import type { Call } from '../call.ts';
import { basePath } from '../call.ts';
import type { SyncDefect, SyncDefects } from '../overrides.ts';
import { isPlain } from '../plain-calls.ts';
import { goesTo, succeeded } from './answering.ts';

const redirect: PlainManner = { kind: 'redirect', status: 301 };
const serve: PlainManner = { kind: 'serve' };

const noList = { 'SYNC-74': 'no created instance can be found in the list', 'SYNC-75': 'no created instance can be found in the list' };
const unreadable = {
  'SYNC-43': 'no status can be found in the single read',
  'SYNC-70': 'the single read is not one JSON object',
  'SYNC-76': 'the instance cannot be found in the single read',
};

/** Calls over plain HTTP are carried out and then answered 301. */
const redirectedAfterwards = answered((call: Call) => {
  if (!isPlain(call)) return;
  call.status = 301;
  call.set('Location', `https://127.0.0.1${call.path}`);
  call.body = '';
});

const location = (note: string, of: (secure: URL, request: IncomingMessage) => string | undefined): SyncDefect => ({
  breaks: 'SYNC-8',
  note,
  settings: { plainHttp: () => ({ kind: 'redirect', status: 301, location: of }) },
});

/** Media types, the version in the path, certificates and calls without encryption. */
export const transportDefects: SyncDefects = {
  'list-body-not-json': {
    breaks: 'SYNC-1',
    note: 'GET /instances answers 200 with an HTML page',
    alsoBreaks: {
      ...noList,
      'SYNC-2': 'the media type of the page is text/html',
      'SYNC-70': 'the list is neither a JSON object nor an array',
      'SYNC-73': 'the list is a page',
    },
    around: succeeded('list', (call) => answerText(call, 200, 'html', webPage)),
  },
  'item-body-two-documents': {
    breaks: 'SYNC-1',
    note: 'GET /instances/{id} sends its JSON document twice',
    alsoBreaks: unreadable,
    shownBy: ['SYNC-1', 'SYNC-76'],
    around: succeeded('read', (call) => {
      const text = JSON.stringify(call.body);
      call.body = `${text}${text}`;
      call.type = 'json';
    }),
  },
  'json-sent-as-text-plain': {
    breaks: 'SYNC-2',
    note: 'The list is sent as text/plain',
    around: succeeded('list', (call) => {
      call.type = 'text/plain';
    }),
  },
  'content-type-missing': {
    breaks: 'SYNC-2',
    note: 'The answer to a creation has no Content-Type',
    shownBy: ['SYNC-2', 'SYNC-22', 'SYNC-39'],
    around: succeeded('create', (call) => call.remove('Content-Type')),
  },

  'v2-prefix-not-served': {
    breaks: 'SYNC-4',
    note: 'The operations answer below / and are 404 below /v2',
    alsoBreaks: { 'SYNC-22': 'the documented path of a creation is 404', 'SYNC-73': 'the documented path of the list is 404' },
    around: (call, next) => {
      call.path = call.path.startsWith(`${basePath}/`) ? `${basePath}/elsewhere${call.path}` : basePath + call.path;
      return next();
    },
  },
  'certificate-for-another-host': {
    breaks: 'SYNC-5',
    note: 'The certificate names another host',
    options: { tls: { forHost: 'elsewhere.example' } },
  },
  'certificate-expired': {
    breaks: 'SYNC-5',
    note: 'The certificate was valid until yesterday',
    options: { tls: { expired: true } },
  },
  'certificate-not-trusted': {
    breaks: 'SYNC-5',
    note: 'The certificate is self-signed, and clients have no reason to trust it',
    options: { tls: { caWithheld: true } },
  },
  'handshake-of-yesterday': {
    breaks: 'SYNC-5',
    note: 'The server accepts only versions of TLS that current clients refuse',
    options: { tls: { newest: 'TLSv1.1' } },
  },

  'plain-http-served': {
    breaks: 'SYNC-6',
    note: 'Plain HTTP is answered like HTTPS',
    alsoBreaks: { 'SYNC-7': 'writes over plain HTTP succeed', 'SYNC-8': 'there is no redirect' },
    settings: { plainHttp: () => serve },
  },
  'plain-http-308': {
    breaks: 'SYNC-6',
    note: 'Plain HTTP is answered 308 instead of 301',
    alsoBreaks: { 'SYNC-7': 'writes over plain HTTP are answered 308 too' },
    settings: { plainHttp: () => ({ kind: 'redirect', status: 308 }) },
  },
  'plain-http-401-before-redirect': {
    breaks: 'SYNC-6',
    note: 'Plain HTTP without a key is answered 401',
    settings: {
      plainHttp: ({ headers }) =>
        headers.authorization === undefined ? { kind: 'refuse', status: 401, body: { message: 'Missing API key' } } : redirect,
    },
  },
  'plain-http-post-creates': {
    breaks: 'SYNC-7',
    note: 'POST over plain HTTP answers 301 and creates the instance',
    settings: { plainHttp: ({ method }) => (method === 'POST' ? serve : redirect) },
    around: redirectedAfterwards,
  },
  'plain-http-delete-served': {
    breaks: 'SYNC-7',
    note: 'DELETE over plain HTTP deletes and answers 204',
    settings: { plainHttp: ({ method }) => (method === 'DELETE' ? serve : redirect) },
  },
  'redirect-without-location': location('The 301 has no Location', () => undefined),
  'redirect-drops-path': location('Location is the root of the encrypted host', ({ origin }) => `${origin}/`),
  'redirect-to-plain-http': location('Location is an http address', ({ href }) => href.replace('https:', 'http:')),

  'content-type-on-get-refused': {
    breaks: 'SYNC-13',
    note: 'A GET with Content-Type and without a body is answered 400',
    behind: (call, next) =>
      goesTo(call, 'list') && call.get('Content-Type') !== '' ? refuse(400, 'empty-body', 'The request body is empty') : next(),
  },
};
