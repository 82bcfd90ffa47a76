import { expect, test } from 'vitest';
import { judgeForeign, serve } from './judge-foreign.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const list = { type: 'object', required: ['pots'], properties: { pots: { type: 'array', items: { type: 'object', required: ['clay'] } } } };
const json = (schema: unknown) => ({ 'application/json': { schema } });
const trouble = {
  description: 'Trouble',
  headers: { 'Retry-After': { required: true, schema: { type: 'integer' } } },
  content: json({ $ref: '#/components/schemas/Trouble' }),
};

/** A document about a pottery: lists that may be empty, and failures that are described in every detail. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Pottery', version: '1' },
  paths: {
    '/pots': {
      get: { operationId: 'pots', responses: { '200': { description: 'Pots', content: json(list) }, '429': trouble, default: trouble } },
    },
    '/wheels': {
      post: {
        operationId: 'wheel',
        responses: {
          '201': { description: 'Made', headers: { 'X-Heat': { required: true, schema: { type: 'integer' } } } },
          '409': trouble,
        },
      },
    },
    '/shards': { get: { operationId: 'shards', responses: { '200': { description: 'Shards', content: json(list) }, '503': trouble } } },
    '/kiln': {
      get: {
        operationId: 'kiln',
        responses: {
          '200': { description: 'Hot', headers: { 'X-Heat': { required: true, schema: { type: 'integer' } } } },
          '4XX': trouble,
        },
      },
    },
    '/ashes': {
      get: { responses: { '204': { description: 'Swept', headers: { 'X-Cold': { schema: { type: 'boolean' } } } }, default: trouble } },
    },
    '/smoke': { get: { responses: { '204': { description: 'Gone' } } } },
  },
  components: {
    schemas: {
      Trouble: {
        type: 'object',
        required: ['why'],
        properties: { why: { type: 'string' }, parts: { type: 'array', items: { type: 'string', minLength: 1 } } },
      },
    },
  },
};

const judge = async (isHot: boolean) => {
  const url = await serve((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const pots = pathname === '/pots' ? [{ clay: 'red' }] : [];
    if (!(pathname in document.paths) || (pathname === '/kiln' && !isHot)) return outgoing.writeHead(404).end();
    if (pathname === '/ashes' || pathname === '/smoke') return outgoing.writeHead(204).end();
    return outgoing.writeHead(200, { 'content-type': 'application/json', 'x-heat': '900' }).end(JSON.stringify({ pots }));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  return new Map(verdicts.map(({ id, verdict }) => [id.replace('#/paths/~1', '').replace('/get', ''), verdict]));
};

test('an optional part of an answer that no value reached is a note on a pass, and a requirement about failures only is optional', async () => {
  const verdicts = await judge(true);
  expect(verdicts.get('schema/response-body@pots')).toMatchObject({
    kind: 'pass',
    untried: ['no value reached #/components/schemas/Trouble/properties/parts/items'],
  });
  expect(verdicts.get('schema/response-body@shards')).toMatchObject({
    kind: 'pass',
    untried: expect.arrayContaining([expect.stringMatching(/^no value reached .*\/pots\/items$/u)]),
  });
  // Its headers and its body are those of failures.
  const optional = { kind: 'inconclusive', unseen: true, optional: true };
  expect(verdicts.get('headers/declared@pots')).toMatchObject(optional);
  expect(verdicts.get('schema/response-body@kiln')).toMatchObject(optional);
  expect(verdicts.get('headers/declared@kiln')).toMatchObject({ kind: 'pass' });
});

test('no evidence is required for an optional header, and for a media type where no success has a body', async () => {
  const verdicts = await judge(true);
  const optional = { kind: 'inconclusive', unseen: true, optional: true };
  expect(verdicts.get('headers/declared@ashes')).toMatchObject(optional);
  expect(verdicts.get('headers/media-type-declared@ashes')).toMatchObject(optional);
  expect(verdicts.has('headers/media-type-declared@smoke')).toBe(false);
  expect(verdicts.get('headers/media-type-declared@pots')).toMatchObject({ kind: 'pass' });
});

test('a requirement about the success of an operation is not optional where there was no success', async () => {
  const verdicts = await judge(false);
  expect(verdicts.get('headers/declared@wheels/post')).toEqual({
    kind: 'inconclusive',
    reason: 'no answer that this check judges was seen',
    exchanges: [],
    unseen: true,
  });
  expect(verdicts.get('headers/declared@kiln')).toMatchObject({ kind: 'fail', finding: { where: 'Retry-After' } });
  expect(verdicts.get('schema/response-body@kiln')).not.toMatchObject({ kind: 'pass' });
});
