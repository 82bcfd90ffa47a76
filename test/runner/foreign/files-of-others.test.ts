import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1, maxLength: 60 };
const shape = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (schema: object) => ({ description: 'd', ...json(schema) });
const none = { 404: { description: 'none' } };
const gauge = shape({ id: text, name: text });
const row = shape({ dayId: text, litres: { type: 'integer' } });
const inPath = { parameters: [{ name: 'gaugeId', in: 'path', required: true, schema: text }] };

/** Gauges, each with the rain of its days, which only time adds, so that a gauge of the run has none. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Rain', version: '1' },
  paths: {
    '/gauges': {
      get: { responses: { 200: shows({ type: 'array', items: gauge }) } },
      post: {
        requestBody: { required: true, ...json(shape({ name: text })) },
        responses: { 201: shows(gauge), 422: { description: 'wrong' } },
      },
    },
    '/gauges/{gaugeId}': {
      ...inPath,
      get: { responses: { 200: shows(gauge), ...none } },
      delete: { responses: { 204: { description: 'gone' }, ...none } },
    },
    '/gauges/{gaugeId}/rain': { ...inPath, get: { responses: { 200: shows({ type: 'array', items: row }), ...none } } },
    '/gauges/{gaugeId}/rain.csv': {
      ...inPath,
      get: {
        description: 'The rows of `GET /gauges/{gaugeId}/rain` in the same order, after a header line `dayId,litres`.',
        responses: { 200: { description: 'The file', content: { 'text/csv': { schema: { type: 'string' } } } }, ...none },
      },
    },
  },
};

const judged = async (lacksLast: boolean) => {
  const days = ['d1', 'd2', 'd3'].map((dayId, n) => ({ dayId, litres: n }));
  const gauges = new Map<string, { readonly name: unknown; readonly days: readonly { dayId: string; litres: number }[] }>([
    ['roof', { name: 'Roof', days: days.slice(0, 1) }],
    ['yard', { name: 'Yard', days }],
  ]);
  const changed: string[] = [];
  let made = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown, type = 'application/json'): void => {
      outgoing.writeHead(status, { 'content-type': type });
      outgoing.end(value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value));
    };
    void objectBody(incoming).then((body = {}) => {
      const { method = 'GET', url: asked = '/' } = incoming;
      const [, root, id = '', part] = (asked.split('?')[0] ?? '').split('/');
      if (method !== 'GET' && (id === 'roof' || id === 'yard')) changed.push(`${method} ${asked}`);
      if (root !== 'gauges') return give(404);
      if (id === '' && method === 'POST') {
        const { name } = body;
        if (typeof name !== 'string' || name === '' || name.length > 60) return give(422);
        const fresh = `g${(made += 1)}`;
        gauges.set(fresh, { name, days: [] });
        return give(201, { id: fresh, name });
      }
      if (id === '')
        return give(
          200,
          [...gauges].map(([own, { name }]) => ({ id: own, name })),
        );
      const found = gauges.get(id);
      if (!found) return give(404);
      if (method === 'DELETE') return give(gauges.delete(id) ? 204 : 404);
      if (part === 'rain') return give(200, found.days);
      if (part === undefined) return give(200, { id, name: found.name });
      const lines = found.days.slice(0, lacksLast ? -1 : undefined).map(({ dayId, litres }) => [dayId, String(litres)]);
      return give(200, [['dayId', 'litres'], ...lines].map((cells) => `${cells.join(',')}\r\n`).join(''), 'text/csv');
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent'],
    selection: { only: ['headers/export-as-list'], skip: [] },
  });
  return {
    changed,
    told: verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : verdict.kind === 'pass' ? ['pass'] : [])),
  };
};

test('a file below a resource of the run without rows is read below one that was there, which is left as it is', async () => {
  expect(await judged(true)).toEqual({ changed: [], told: ['row-missing'] });
});

test('nothing is told of such a file with all its rows', async () => {
  expect(await judged(false)).toEqual({ changed: [], told: ['pass'] });
});
