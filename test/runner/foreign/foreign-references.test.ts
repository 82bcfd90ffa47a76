import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { onLoopback } from '../../exchange/on-loopback.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const answer = (schema: Json) => ({ description: 'ok', content: { 'application/json': { schema } } });
const object = (properties: Json, required: readonly string[]): Json => ({ type: 'object', properties, required });
const crew = object({ id: { ...text, readOnly: true }, name: text }, ['name']);
const trip = object({ id: { ...text, readOnly: true }, crew_id: text, name: text }, ['crew_id', 'name']);

const resource = (name: string, schema: Json) => ({
  [`/${name}s`]: {
    post: {
      requestBody: { required: true, content: { 'application/json': { schema } } },
      responses: { 201: answer(schema), 401: { description: 'no key' }, 422: { description: 'faulty' } },
    },
  },
  [`/${name}s/{${name}_id}`]: {
    parameters: [{ name: `${name}_id`, in: 'path', required: true, schema: text }],
    get: { responses: { 200: answer(schema), 401: { description: 'no key' }, 404: { description: 'none' } } },
    delete: { responses: { 204: { description: 'gone' }, 401: { description: 'no key' }, 404: { description: 'none' } } },
  },
});

const documentOf = (description: string): Json => ({
  openapi: '3.1.0',
  info: { title: 'Trips', version: '1', description },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
  paths: { ...resource('crew', crew), ...resource('trip', trip) },
});

const apart = 'Each account has its own crews and trips; those of other accounts are treated as if they did not exist.';
const keys = ['one-key-0123456789', 'two-key-0123456789'];

type Kept = { readonly owner: string; readonly value: Json };

/** @param isLoose Takes any crew in a trip, whoever has it. */
const judged = async (isLoose: boolean, description = apart) => {
  const kept = new Map<string, Kept>();
  let made = 0;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const send = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const owner = String(incoming.headers['x-key'] ?? '');
      const [name = '', id = ''] = (incoming.url ?? '/').split('/').slice(1);
      if (!keys.includes(owner)) return send(401);
      if (!['crews', 'trips'].includes(name)) return send(404);
      if (incoming.method === 'POST') {
        let value: Json = {};
        try {
          value = JSON.parse(Buffer.concat(chunks).toString()) as Json;
        } catch {
          return send(422);
        }
        const named = kept.get(String(value['crew_id']));
        const isKnown = name === 'crews' || (named !== undefined && (isLoose || named.owner === owner));
        if (typeof value['name'] !== 'string' || !isKnown) return send(422);
        made += 1;
        const own = { ...value, id: `${name}-${made}-0a1b2c3d4e5f` };
        kept.set(own.id, { owner, value: own });
        return send(201, own);
      }
      const found = kept.get(id);
      if (found?.owner !== owner) return send(404);
      if (incoming.method === 'DELETE') return send(kept.delete(id) ? 204 : 404);
      return send(200, found.value);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(description)), await onLoopback(server), {
    key: keys[0] ?? '',
    secrets: { other: keys[1] ?? '' },
    credentials: ['key', 'other'],
    allow: ['mutation'],
    selection: { only: ['auth/foreign-reference-refused'], skip: [] },
  });
  const told = verdicts.map(({ verdict, case: { level } }) => `${level} ${verdict.kind}`).filter((one) => !one.endsWith('skipped'));
  return { told, left: kept.size };
};

describe('a creation that names a resource of another account', () => {
  test('is refused, and nothing is left of either account', async () => {
    expect(await judged(false)).toEqual({ told: ['should pass'], left: 0 });
  });

  test('is told of where it succeeds', async () => {
    expect(await judged(true)).toEqual({ told: ['should fail'], left: 0 });
  });

  test('is not judged where the document does not say that accounts are apart', async () => {
    expect((await judged(true, 'Crews and their trips.')).told).toEqual([]);
  });
});
