import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1 };
const patron = {
  type: 'object',
  required: ['id', 'name', 'suspended'],
  properties: {
    id: { ...text, readOnly: true },
    name: text,
    suspended: { type: 'boolean', default: false, description: 'Suspended patrons see no play.' },
  },
};
const ticket = {
  type: 'object',
  required: ['id', 'patron_id', 'row'],
  properties: { id: { ...text, readOnly: true }, patron_id: text, row: { type: 'integer', minimum: 1, maximum: 9 } },
};

/** Patrons of a theatre and their tickets, with what the document says of a refused one. */
const documentOf = (said: string) => {
  const both = (path: string, schema: object, description?: string) => ({
    [path]: {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: schema }) } } },
      post: {
        ...(description === undefined ? {} : { description }),
        requestBody: { required: true, ...json(schema) },
        responses: {
          201: { description: 'Made', ...json(schema) },
          409: { description: 'Not as things are' },
          422: { description: 'Wrong' },
        },
      },
    },
    [`${path}/{id}`]: {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      get: { responses: { 200: { description: 'It', ...json(schema) }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Theatre', version: '1' },
    paths: { ...both('/patrons', patron), ...both('/tickets', ticket, said) },
  };
};

const failed = async (said: string, refuses: boolean) => {
  const all: Readonly<Record<string, Map<string, Json>>> = { patrons: new Map(), tickets: new Map() };
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', key] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const kept = all[root];
    if (!kept || (key !== undefined && !kept.has(key))) return give(404);
    if (incoming.method === 'GET') return give(200, key === undefined ? [...kept.values()] : kept.get(key));
    if (incoming.method === 'DELETE') return give(kept.delete(key ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      if (root === 'patrons' && typeof body['name'] !== 'string') return give(422);
      const named = all['patrons']?.get(String(body['patron_id']));
      if (root === 'tickets' && !named) return give(422);
      if (refuses && named?.['suspended'] === true) return give(409);
      const one = { ...(root === 'patrons' ? { suspended: false } : {}), ...body, id: `t-${next++}` };
      kept.set(one.id, one);
      return give(201, one);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said)), url, {
    allow: ['mutation'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['lifecycle/unfit-reference-refused'], skip: [] },
  });
  expect([...(all['patrons'] ?? []), ...(all['tickets'] ?? [])]).toEqual([]);
  return verdicts
    .filter((one) => one.case.check === 'lifecycle/unfit-reference-refused')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test.each([
  'Sells a seat.\n\n409 if the row already has a guest (seated or\nlate) on any seat, if the house is dark, or if the patron is suspended.',
  'It is a 409 when the house already has an audience, or when the patron is suspended.',
])('one of several reasons is told: %s', async (said) => {
  expect(await failed(said, false)).toEqual(['unfit-accepted']);
  expect(await failed(said, true)).toEqual(['pass']);
});

test.each([
  '409 if the row already has a guest, unless the patron is suspended.',
  'You may get a 409 if the row already has a guest, or if the patron is suspended.',
])('nothing is told of what a sentence leaves open: %s', async (said) => {
  expect(await failed(said, false)).toEqual([]);
});
