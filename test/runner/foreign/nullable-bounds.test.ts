import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const orNull = (schema: object, title: string) => ({ anyOf: [schema, { type: 'null' }], title });
const query = (name: string, schema: object) => ({ name, in: 'query', required: false, schema });
const sighting = {
  type: 'object',
  required: ['id', 'created_at'],
  properties: { id: { type: 'string' }, created_at: { type: 'string', format: 'date-time' } },
};

/** Optional bounds as some frameworks describe them: a choice between a day and null. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Sightings', version: '1' },
  paths: {
    '/sightings': {
      get: {
        parameters: [
          query('created_from', orNull({ type: 'string', format: 'date' }, 'Created From')),
          query('created_to', orNull({ type: 'string', format: 'date' }, 'Created To')),
          query('page', { type: 'integer', minimum: 1, default: 1 }),
          query('size', { type: 'integer', minimum: 1, maximum: 50, default: 20 }),
        ],
        responses: {
          200: {
            description: 'd',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items', 'total'],
                  properties: { items: { type: 'array', items: sighting }, total: { type: 'integer' } },
                },
              },
            },
          },
          422: { description: 'Wrong' },
        },
      },
    },
  },
};

const dayMs = 86_400_000;

test('bounds that are days or null get days and no moments', async () => {
  const now = Date.now();
  const all = Array.from({ length: 9 }, (_, n) => ({ id: `s-${n}`, created_at: new Date(now - (n + 1) * 3 * dayMs).toISOString() }));
  const odd: string[] = [];
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams: asked } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/sightings') {
      outgoing.writeHead(404).end();
      return;
    }
    const [from, to] = ['created_from', 'created_to'].map((name) => asked.get(name));
    const wrong = [from, to].filter((one) => typeof one === 'string' && !/^\d{4}-\d\d-\d\d$/u.test(one));
    odd.push(...wrong.filter((one) => typeof one === 'string'));
    const kept = all.filter(({ created_at: at }) => (!from || at.slice(0, 10) >= from) && (!to || at.slice(0, 10) <= to));
    const [page, size] = [Number(asked.get('page') ?? 1), Number(asked.get('size') ?? 20)];
    outgoing.writeHead(wrong.length > 0 ? 422 : 200, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify({ items: kept.slice((page - 1) * size, page * size), total: kept.length }));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    selection: { only: ['filtering/within-range', 'filtering/after-value'], skip: [] },
  });
  expect(odd).toEqual([]);
  const own = verdicts.filter(({ verdict }) => verdict.kind !== 'skipped');
  expect(own.map(({ case: { check }, verdict }) => `${check} ${verdict.kind}`)).toEqual(['filtering/after-value pass']);
});
