import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { toldField } from '../../../src/checks/subjects/told-fields.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const lamp = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

const document = (description: string) => ({
  openapi: '3.1.0',
  info: { title: 'Lamps', version: '1', description },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/lamps': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'object' }) }, 401: { description: 'Who?' } } },
    },
    '/lamps/{lampId}': {
      parameters: [{ name: 'lampId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'It', ...json(lamp) }, 401: { description: 'Who?' }, 404: { description: 'None' } } },
    },
  },
});

const all =
  'Every answer, errors too, carries `X-Request-Id`. If you send one (1 to 64 letters, digits and hyphens) it is given back unchanged.';
const successes = 'Successful answers have `X-Request-Id`. If your request has such a header, the same value comes back.';
const inBody = '`meta.request_id` is the same as in the header `X-Request-Id`, which is on every answer.';
const inWrapped = '`request_id` is the value of the `X-Request-Id` header of the same answer.';
const silent = 'Quote the `X-Request-Id` when you write to us.';

type Habit =
  | 'keeps all'
  | 'not on errors'
  | 'own value'
  | 'own value on errors'
  | 'never'
  | 'lost without a credential'
  | 'other in the body'
  | 'gateway refuses';

let last = 0;

const given = (incoming: IncomingMessage): string | undefined => [incoming.headers['x-request-id']].flat()[0];

const told = async (text: string, habit: Habit) => {
  const url = await serve((incoming, outgoing) => {
    const isKnown = incoming.headers.authorization === 'Bearer foreign-key-0123456789';
    const path = (incoming.url ?? '/').split('?')[0];
    const status = isKnown ? (path === '/lamps' || path === '/lamps/l1' ? 200 : 404) : 401;
    const isError = status !== 200;
    const own = `own-${(last += 1)}`;
    const isOwn = habit === 'own value' || (habit === 'own value on errors' && isError);
    const id = isOwn ? own : (given(incoming) ?? own);
    const isSilent =
      habit === 'never' || (habit === 'not on errors' && isError) || (habit === 'lost without a credential' && status === 401);
    if (habit === 'gateway refuses' && (incoming.method ?? 'GET') !== 'GET') return outgoing.writeHead(503).end();
    outgoing.setHeader('content-type', 'application/json');
    if (status === 401) outgoing.setHeader('www-authenticate', 'Bearer');
    if (!isSilent) outgoing.setHeader('x-request-id', id);
    const meta = { request_id: habit === 'other in the body' ? 'another' : id };
    const body = path === '/lamps' ? { data: [{ id: 'l1' }], meta } : { id: 'l1', meta };
    return outgoing.writeHead(status).end(JSON.stringify(isError ? { error: 'no', meta } : body));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(text)), url, {
    selection: { only: ['headers/told-field-*', 'status/*', 'auth/credential-missing-refused'], skip: [] },
  });
  const of = (kind: string) =>
    verdicts.flatMap(({ case: { check }, verdict }) =>
      check.startsWith('headers/') && verdict.kind === kind ? [check.replace('headers/told-field-', '')] : [],
    );
  return { failed: of('fail').toSorted(), passed: of('pass').toSorted() };
};

describe.concurrent('a field that identifies a request', () => {
  test.for<readonly [string, Habit, readonly string[]]>([
    [all, 'keeps all', ['comes-back', 'on-every-answer']],
    [all, 'gateway refuses', ['comes-back', 'on-every-answer']],
    [successes, 'not on errors', ['comes-back']],
    [inBody, 'keeps all', ['in-body', 'on-every-answer']],
    [inWrapped, 'keeps all', ['in-body']],
    [silent, 'never', []],
  ])(
    'is told nothing of where the text says "%s", and the service %s',
    besideOthers(async ([text, habit, passed]) => {
      expect(await told(text, habit)).toEqual({ failed: [], passed });
    }),
  );

  test.for<readonly [string, Habit, readonly string[]]>([
    [all, 'never', ['comes-back', 'on-every-answer']],
    [all, 'not on errors', ['comes-back', 'on-every-answer']],
    [all, 'lost without a credential', ['comes-back', 'on-every-answer']],
    [all, 'own value', ['comes-back']],
    [all, 'own value on errors', ['comes-back']],
    [successes, 'own value', ['comes-back']],
    [inBody, 'other in the body', ['in-body']],
    [inWrapped, 'other in the body', ['in-body']],
  ])(
    'is told of where the text says "%s", and the service keeps this habit: %s',
    besideOthers(async ([text, habit, failed]) => {
      expect((await told(text, habit)).failed).toEqual(failed);
    }),
  );
});

test.each<readonly [string, object | undefined]>([
  [
    'Each answer carries `X-Request-Id`. If your request has such a header (1 to 64 letters) the same\nvalue comes back, otherwise we make one up.',
    { name: 'X-Request-Id', onEvery: true, comesBack: true },
  ],
  [
    'Every answer carries `X-Correlation-ID`. If you send that header (up to 64 letters) you get your own value back.',
    { name: 'X-Correlation-ID', onEvery: true, comesBack: true },
  ],
  ['Clients may send `X-Request-Id` (a UUID); we echo it.', { onEvery: false, comesBack: true, isUuid: true }],
  ['Most answers have `X-Request-Id`.', { onEvery: false, comesBack: false }],
  ['Every error response has `X-Request-Id`.', { onEvery: false }],
  ['Every successful answer has a `request-id`.', { onEvery: false }],
  ['If you send `X-Request-Id`, we do not echo it.', { comesBack: false }],
  ['If your request fails, tell us its `X-Request-Id`, and we get back to you.', { comesBack: false }],
  ['Keep the `X-Request-Id` of an answer. If you ask us about a request, send it back.', { comesBack: false }],
  ['Every answer to a search has `X-Request-Id`.', { onEvery: false }],
  ['Every answer of this service has `X-Request-Id`.', { onEvery: true }],
  ['Every answer that is cached has `X-Request-Id`.', { onEvery: false }],
  [
    'If you send `X-Request-Id`, your value is sent back. `meta.id` is the same as `X-Request-Id`.',
    { comesBack: true, sameAs: '/meta/id' },
  ],
  ['Send `X-Request-Id`; we write it to our logs.', { onEvery: false, comesBack: false }],
  ['`Idempotency-Key`: if you send it again, the first answer comes back.', undefined],
  ['Answers have `X-Request-Id`.\n\nBehind the gateway `X-Trace-Id` is on every answer.', undefined],
])('an introduction says of such a field: %s', async (text, expected) => {
  const field = toldField(await loadContract(writeToolDocument(document(text))));
  if (expected === undefined) expect(field).toBeUndefined();
  else expect(field).toMatchObject(expected);
});
