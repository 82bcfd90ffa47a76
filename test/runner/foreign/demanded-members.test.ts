import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const talk = { type: 'object', properties: { id: text, title: text, hallId: text, note: text } };
const asked = (hallId: object) => ({ type: 'object', required: ['title'], properties: { title: text, hallId, note: text } });

/** Talks in halls. A speaker has one hall; somebody else has to name it. */
const documentWith = (hallId: object) => ({
  openapi: '3.1.0',
  info: { title: 'Talks', version: '1' },
  paths: {
    '/halls': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: { type: 'object', properties: { id: text } } }) } } },
    },
    '/talks': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: talk }) } } },
      post: {
        requestBody: { required: true, ...json(asked(hallId)) },
        responses: { 201: { description: 'd', ...json(talk) }, 422: { description: 'Wrong' } },
      },
    },
    '/talks/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      get: { responses: { 200: { description: 'd', ...json(talk) }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'd' }, 404: { description: 'None' } } },
    },
  },
});

type Body = Readonly<Record<string, unknown>>;

/** How the service says that a member is not there. */
const refusals: Readonly<Record<string, Body>> = {
  'by a field': { message: 'Validation failed', details: [{ field: 'hallId', message: 'is required' }] },
  'by a pointer': { type: 'about:blank', errors: [{ pointer: '/hallId', code: 'missing' }] },
  'by a code': { type: '/problems/hall_required', title: 'Conflict', detail: 'Say where' },
  'by a field, in its own words': { errors: [{ code: 'no_default', detail: 'The speaker has none.', pointer: '/hallId' }] },
  'by a field that must not be null': { errors: [{ field: 'hallId', message: 'must not be null' }] },
  'under its own name': { errors: { hallId: ['is missing'] } },
  'by a list of steps': { detail: [{ loc: ['body', 'hallId'], msg: 'Field required' }] },
};

const judged = async (refusal: Body, hallId: object = text) => {
  const talks = new Map<string, Body>();
  const bodies: Body[] = [];
  const url = await serve((incoming, outgoing) => {
    const parts: Buffer[] = [];
    const send = (status: number, body?: unknown): void => {
      outgoing.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    };
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const [, kind, id] = (incoming.url ?? '/').split('/');
      if (kind === 'halls') return send(200, [{ id: 'h1' }]);
      if (incoming.method === 'POST') {
        const body = JSON.parse(Buffer.concat(parts).toString()) as Body;
        bodies.push(body);
        if (body['hallId'] === undefined) return send(422, refusal);
        if (body['hallId'] !== 'h1') return send(422, { message: 'No such hall' });
        const one = `t${talks.size + 1}`;
        talks.set(one, { ...body, id: one });
        return send(201, { ...body, id: one });
      }
      if (id === undefined) return send(200, [...talks.values()]);
      const found = talks.get(id);
      if (incoming.method === 'DELETE') talks.delete(id);
      return found ? send(incoming.method === 'DELETE' ? 204 : 200, incoming.method === 'DELETE' ? undefined : found) : send(404);
    });
  });
  await judgeForeign(writeToolDocument(documentWith(hallId)), url, {
    allow: ['mutation', 'destructive'],
    selection: { only: ['status/documented-call'], skip: [] },
  });
  return { bodies, left: [...talks.keys()] };
};

describe('a member that the schema lets a body leave out', () => {
  test.each(Object.entries(refusals))('is sent where a refusal demands it %s', async (_how, refusal) => {
    const { bodies, left } = await judged(refusal);
    const [first, ...others] = bodies.map((body) => body['hallId']);
    expect(first).toBeUndefined();
    expect(new Set(others)).toEqual(new Set(['h1']));
    expect(bodies.every((body) => !('note' in body))).toBe(true);
    expect(left).toEqual([]);
  });

  test('is sent where its description demands it of some callers', async () => {
    const { bodies } = await judged({}, { ...text, description: 'Required from visitors' });
    expect(new Set(bodies.map((body) => body['hallId']))).toEqual(new Set(['h1']));
  });

  test.each<readonly [string, Body]>([
    ['names another mistake of it', { details: [{ field: 'hallId', message: 'is taken' }] }],
    ['names nothing', { message: 'hallId is required by law' }],
    ['names what the body does not have', { details: [{ field: 'building', message: 'is required' }] }],
  ])('is not sent where a refusal %s', async (_how, refusal) => {
    const { bodies } = await judged(refusal);
    expect(bodies.every((body) => body['hallId'] === undefined)).toBe(true);
  });
});
