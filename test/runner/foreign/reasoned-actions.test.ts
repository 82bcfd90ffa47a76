import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const sent = (schema: object) => ({ required: true, content: { 'application/json': { schema } } });
const stay = { $ref: '#/components/schemas/Stay' };
const refused = { 401: { description: 'No credential' }, 404: { description: 'None' } };
const inPath = [{ name: 'id', in: 'path', required: true, schema: text }];

/** Stays of dogs in a kennel, which nothing removes: they are called off with a reason. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Kennel', version: '1' },
  security: [{ own: [] }],
  components: {
    securitySchemes: { own: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Stay: {
        type: 'object',
        required: ['id', 'dog', 'state'],
        properties: {
          id: { ...text, readOnly: true },
          dog: text,
          state: { ...text, enum: ['planned', 'cancelled', 'over'], readOnly: true },
          reason: { type: ['string', 'null'], readOnly: true },
        },
      },
    },
  },
  paths: {
    '/stays': {
      get: { responses: { 200: json({ type: 'array', items: stay }), ...refused } },
      post: {
        requestBody: sent({ type: 'object', required: ['dog'], properties: { dog: { ...text, minLength: 1, maxLength: 40 } } }),
        responses: { 201: json(stay), 400: { description: 'Wrong' }, ...refused },
      },
    },
    '/stays/{id}': { parameters: inPath, get: { responses: { 200: json(stay), ...refused } } },
    '/stays/{id}/cancel': {
      parameters: inPath,
      post: {
        description: 'A planned stay becomes `cancelled`, otherwise 409.',
        requestBody: sent({ type: 'object', required: ['reason'], properties: { reason: { ...text, minLength: 1, maxLength: 80 } } }),
        responses: { 200: json(stay), 400: { description: 'Wrong' }, 409: { description: 'Not planned' }, ...refused },
      },
    },
  },
};

type Kind = 'kept' | 'kept soon' | 'over at once' | 'not kept' | 'accepted alone';

type Answer = (incoming: IncomingMessage, outgoing: ServerResponse, body: string) => void;

/** A server that reads a request whole before it answers. */
const serveBodies = (answer: Answer): Promise<string> =>
  serve((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => answer(incoming, outgoing, body));
  });

const told = async (kind: Kind): Promise<readonly string[]> => {
  type Stay = { id: string; dog: string; state: string; reason: string | null };
  const stays = new Map<string, Stay>([['s1', { id: 's1', dog: 'Bello', state: 'planned', reason: null }]]);
  const key = 'kennel-key-0123456789';
  const url = await serveBodies(({ method, url: path = '', headers }, outgoing, body) => {
    const answer = (status: number, value?: unknown): void =>
      void outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? '{}' : JSON.stringify(value));
    if (headers.authorization !== `Bearer ${key}`)
      return void outgoing.writeHead(401, { 'www-authenticate': 'Bearer realm="kennel"' }).end();
    const [, id = '', verb] = /^\/stays\/(?<id>[^/]+)(?:\/(?<verb>cancel))?$/u.exec(path) ?? [];
    const one = stays.get(id);
    if (method === 'GET' && path === '/stays') return answer(200, [...stays.values()]);
    if (method === 'POST' && path === '/stays') {
      const made = { id: `s${stays.size + 1}`, dog: (JSON.parse(body) as Stay).dog, state: 'planned', reason: null };
      stays.set(made.id, made);
      return answer(201, made);
    }
    if (one === undefined) return answer(404);
    if (method === 'GET' && verb === undefined) return answer(200, one);
    if (method !== 'POST' || verb === undefined) return answer(405);
    const reason: unknown = (JSON.parse(body) as Partial<Stay>).reason;
    if (typeof reason !== 'string') return answer(400);
    if (one.state !== 'planned') return answer(409);
    const after = { ...one, state: 'cancelled', reason };
    if (kind === 'kept' || kind === 'over at once') stays.set(id, kind === 'kept' ? after : { ...after, state: 'over' });
    if (kind === 'kept soon') setTimeout(() => stays.set(id, after), 200);
    return answer(200, kind === 'accepted alone' ? one : after);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 10,
    key,
    selection: { only: ['lifecycle/action-shown'], skip: [] },
  });
  expect(verdicts).not.toEqual([]);
  // What the run did not make stays as it was.
  expect(stays.get('s1')?.state).toBe('planned');
  return verdicts.flatMap(({ case: { requirement }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${verdict.finding.code}`] : verdict.kind === 'skipped' ? [] : [verdict.kind],
  );
};

describe('an action that needs a reason, on what nothing removes', () => {
  test.each<readonly [string, Kind, string]>([
    ['is stored', 'kept', 'pass'],
    ['is stored a little later', 'kept soon', 'pass'],
    ['goes on to another state', 'over at once', 'pass'],
    ['is answered with the state as it was', 'accepted alone', 'inconclusive'],
    ['is shown and not stored', 'not kept', 'OAS-18 action-not-kept'],
  ])('%s', async (_what, kind, finding) => {
    expect(await told(kind)).toEqual([finding]);
  });
});
