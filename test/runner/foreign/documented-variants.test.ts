import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const content = (schema: object, more: object = {}) => ({ 'application/json': { schema, ...more } });
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const text = { type: 'string' };
const map = object({ title: text });

const only = { selection: { only: ['status/documented-call', 'schema/response-body'], skip: [] } };

/** A service that answers reads in one media type, and takes bodies in one other. */
const inOneType = async (accepts: string, takes: string) => {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Maps', version: '1' },
    paths: {
      '/maps': {
        get: {
          responses: {
            200: { description: 'maps', content: { 'application/geo+json': { schema: map }, 'application/json': { schema: map } } },
          },
        },
        post: {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: map }, 'application/x-www-form-urlencoded': { schema: map } },
          },
          responses: { 200: { description: 'a search', content: content(map) }, 415: { description: 'other type' } },
        },
      },
    },
  };
  const url = await serve((incoming, outgoing) => {
    const { accept, 'content-type': type = '' } = incoming.headers;
    if (incoming.method === 'POST' && !type.startsWith(takes)) return outgoing.writeHead(415).end();
    if (incoming.method === 'GET' && accept !== accepts) return outgoing.writeHead(406).end();
    return outgoing
      .writeHead(200, { 'content-type': incoming.method === 'GET' ? accepts : 'application/json' })
      .end(JSON.stringify({ title: 'one' }));
  });
  const { ended } = await judgeForeign(writeToolDocument(document), url, { allow: ['mutation', 'permanent', 'destructive'], ...only });
  return ended.coverage?.exercised;
};

test('what is refused with 406 or 415 is tried in the other declared media types', async () => {
  expect(await inOneType('application/json', 'application/x-www-form-urlencoded')).toBe(2);
  expect(await inOneType('text/plain', 'text/plain')).toBe(0);
});

/** A search with three sets of examples, one of which is for a request that fails. */
const sets = async (answer: (asked: URLSearchParams) => unknown) => {
  const example = (values: Readonly<Record<string, unknown>>) => ({
    examples: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
  });
  const query = (name: string, values: Readonly<Record<string, unknown>>, required = false) => ({
    name,
    in: 'query',
    required,
    schema: text,
    ...example(values),
  });
  const document = {
    openapi: '3.1.0',
    info: { title: 'Maps', version: '1' },
    paths: {
      '/maps': {
        get: {
          parameters: [
            query('area', { coast: 'north', inland: 'hills', nowhere: 'moon' }, true),
            query('kind', { inland: 'relief', nowhere: 'none' }),
          ],
          responses: {
            200: { description: 'maps', content: content(map, example({ coast: { title: 'one' }, inland: { title: 'two' } })) },
            404: { description: 'none', content: content({}, example({ nowhere: { message: 'none' } })) },
          },
        },
      },
    },
  };
  const asked: string[] = [];
  const url = await serve((incoming, outgoing) => {
    const { search, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    asked.push(search);
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer(searchParams)));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, only);
  const fails = verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0]] : []));
  return { asked: [...new Set(asked)], fails: [...new Set(fails)] };
};

test('each set of examples is one request, with the optional parameters that it names', async () => {
  const { asked, fails } = await sets(() => ({ title: 'one' }));
  expect(asked.toSorted()).toEqual(['?area=hills', '?area=hills&kind=relief', '?area=north']);
  expect(fails).toEqual([]);
});

test('a wrong answer to a further set is reported', async () => {
  const { fails } = await sets((one) => (one.has('kind') ? { title: 4 } : { title: 'one' }));
  expect(fails).toEqual(['schema/response-body']);
});
