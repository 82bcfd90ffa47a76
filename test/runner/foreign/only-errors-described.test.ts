import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const kite = { type: 'object', required: ['name'], properties: { id: { type: 'string', readOnly: true }, name: { type: 'string' } } };

/** Kites, whose creation has some responses. */
const documentOf = (responses: object) => ({
  openapi: '3.0.3',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/kites': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: kite }) } } },
      post: { requestBody: { required: true, ...json(kite) }, responses },
    },
    '/kites/{kiteId}': {
      parameters: [{ name: 'kiteId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'It', ...json(kite) }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
});

/** What is told of a service that answers each creation with 405. */
const told = async (responses: object): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const isList = incoming.url?.split('?')[0] === '/kites';
    const status = !isList ? 404 : incoming.method === 'GET' ? 200 : 405;
    outgoing.writeHead(status, { 'content-type': 'application/json', ...(status === 405 ? { allow: 'GET' } : {}) });
    outgoing.end(status === 200 ? '[]' : '{}');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(responses)), url, {
    allow: ['mutation'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['lifecycle/creation-accepted'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.actual] : []));
};

const invalid = { description: 'Invalid input' };

test('a creation for which only an error is described may be answered with it', async () => {
  expect(await told({ 405: invalid })).toEqual([]);
});

test.each<object>([{ 201: { description: 'Made' }, 405: invalid }, { 400: invalid }])(
  'a creation is refused where a success is described, or another error: %j',
  async (responses) => {
    expect(await told(responses)).toEqual(['status 405']);
  },
);
