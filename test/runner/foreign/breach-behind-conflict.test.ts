import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const answer = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const body = (schema: object) => ({ required: true, content: { 'application/json': { schema } } });
const id = { type: 'string' };
const meterInput = { type: 'object', required: ['label'], properties: { label: { type: 'string', minLength: 1, maxLength: 60 } } };
const meter = { type: 'object', properties: { id, ...meterInput.properties } };
const tariffInput = {
  type: 'object',
  required: ['factor', 'from'],
  properties: {
    factor: { type: 'number', minimum: 0.01, maximum: 100 },
    from: { type: 'string', format: 'date', example: '2026-02-01' },
    until: { type: 'string', format: 'date', description: 'Later than `from`.', example: '2026-03-01' },
  },
};
const tariff = { type: 'object', properties: { id, ...tariffInput.properties } };
const inPath = [{ name: 'meterId', in: 'path', required: true, schema: id }];
const refusals = { 400: { description: 'Not valid' }, 404: { description: 'None' }, 409: { description: 'There is one from that day on' } };

/** Meters with tariffs, of which no two begin on the same day. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Meters', version: '1' },
  paths: {
    '/meters': {
      get: { responses: { 200: answer({ type: 'array', items: meter }) } },
      post: { requestBody: body(meterInput), responses: { 201: answer(meter), 400: { description: 'Not valid' } } },
    },
    '/meters/{meterId}': {
      parameters: inPath,
      get: { responses: { 200: answer(meter), 404: { description: 'None' } } },
      delete: {
        description: 'Deletes a meter and all its tariffs.',
        responses: { 204: { description: 'Gone' }, 404: { description: 'None' } },
      },
    },
    '/meters/{meterId}/tariffs': {
      parameters: inPath,
      get: { responses: { 200: answer({ type: 'array', items: tariff }), 404: { description: 'None' } } },
      post: { requestBody: body(tariffInput), responses: { 201: answer(tariff), ...refusals } },
    },
  },
};

/** Judges a service that refuses factors below some value, and looks for conflicts after that. */
const judged = async (leastFactor: number, { check = 'body/breach-refused', checksUntil = true } = {}) => {
  const meters = new Map<string, Json>();
  const tariffs = new Map<string, Json[]>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, meterId = '', below] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'meters' || (below ?? 'tariffs') !== 'tariffs' || (meterId !== '' && !meters.has(meterId))) return give(404, {});
    const own = tariffs.get(meterId) ?? [];
    if (incoming.method === 'GET') return give(200, below ? own : meterId === '' ? [...meters.values()] : meters.get(meterId));
    if (incoming.method === 'DELETE') return give(meters.delete(meterId) ? 204 : 404);
    void objectBody(incoming).then((sent) => {
      if (!sent) return give(400, {});
      const made = { ...sent, id: `n-${next++}` };
      if (below === undefined) {
        const { label } = sent;
        if (typeof label !== 'string' || label === '' || label.length > 60) return give(400, {});
        meters.set(made.id, made);
        return give(201, made);
      }
      const { factor, from } = sent;
      const isDay = (value: unknown): value is string =>
        typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value) && new Date(value).toJSON()?.slice(0, 10) === value;
      if (typeof factor !== 'number' || factor < leastFactor || factor > 100 || !isDay(from)) return give(400, {});
      const { until } = sent;
      if (until !== undefined && (!isDay(until) || (checksUntil && until <= from))) return give(400, {});
      if (own.some((one) => one['from'] === from)) return give(409, {});
      tariffs.set(meterId, [...own, made]);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent'],
    maxCreates: 40,
    credentials: [],
    selection: { only: ['body/unparsable-refused', check], skip: [] },
  });
  return verdicts.flatMap(({ id: name, verdict }) =>
    name.startsWith(`${check}@#/paths/~1meters~1{meterId}~1tariffs`) ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

test('a breach that a conflict hides is sent below a parent of its own', async () => {
  expect(await judged(0)).toEqual(['breach-accepted-minimum']);
});

test('a service that refuses the mistake before it looks for conflicts passes', async () => {
  expect(await judged(0.01)).toEqual(['pass']);
});

test.each<readonly [boolean, readonly string[]]>([
  [false, ['told-bound-accepted']],
  [true, ['pass']],
])('so is a value on the wrong side of another one; it is refused: %s', async (checksUntil, expected) => {
  expect(await judged(0.01, { check: 'body/told-bound-refused', checksUntil })).toEqual(expected);
});
