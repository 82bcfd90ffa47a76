import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });

/** Lists of pens; a refusal of a parameter names places, which are described by a format or in words. */
const documentOf = (pointer: object) => {
  const problem = {
    type: 'object',
    properties: { title: { type: 'string' }, errors: { type: 'array', items: { type: 'object', properties: { pointer } } } },
  };
  const invalid = { allOf: [problem, { type: 'object', required: ['errors'] }] };
  return {
    openapi: '3.1.0',
    info: { title: 'Pens', version: '1' },
    paths: {
      '/pens': {
        get: {
          parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 9 } }],
          responses: {
            200: { description: 'Pens', ...json({ type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } }) },
            400: { description: 'Wrong', ...json(invalid) },
          },
        },
      },
    },
  };
};

const byFormat = { type: 'string', format: 'json-pointer' };
const byWords = { type: 'string', description: 'JSON Pointer (RFC 6901) to the place' };

const told = async (pointer: object, place: string): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const isRight = /^[1-9]$/u.test(searchParams.get('limit') ?? '9');
    const give = (status: number, value: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (pathname !== '/pens') return give(404, {});
    return isRight ? give(200, [{ id: 'p1' }]) : give(400, { title: 'Wrong', errors: [{ pointer: place }] });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(pointer)), url, { credentials: [] });
  return verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === 'fail' ? [check] : []));
};

test.each([
  [byFormat, '/query/limit'],
  [byFormat, '#/query/limit'],
  [byFormat, ''],
  [byFormat, '/a~1b/m~0n'],
  [byFormat, 'page-size'],
  [byWords, '/query/limit'],
  [{ type: 'string', description: 'Where it is' }, 'query.limit'],
])('a place is not told of: %j %s', async (pointer, place) => {
  expect(await told(pointer, place)).toEqual([]);
});

test.each([
  [byFormat, 'query.limit'],
  [byFormat, '/a~b'],
  [byWords, 'query.limit'],
])('a place that is no JSON pointer is told: %j %s', async (pointer, place) => {
  expect(await told(pointer, place)).toEqual(['schema/formats-kept']);
});
