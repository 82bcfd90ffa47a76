import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;
const text = { type: 'string' };
const name = { type: 'string', minLength: 1, maxLength: 80 };
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const takes = (properties: object) => ({ requestBody: { required: true, ...json(object(properties)) } });
const no = Object.fromEntries(['404', '409', '422'].map((status) => [status, { description: 'No' }]));
const gone = { 204: { description: 'Gone' }, ...no };
const shown = (properties: object, status = 200) => ({
  [status]: { description: 'It', ...json(object({ id: text, ...properties })) },
  ...no,
});
const inPath = (...names: readonly string[]) => ({
  parameters: names.map((one) => ({ name: one, in: 'path', required: true, schema: text })),
});
const performance = { title: name, hallId: text };
const performed = { ...performance, status: { ...text, enum: ['scheduled', 'cancelled'] } };

/** Venues with halls in which something is performed, that a text may keep. */
const documentOf = (said: string) => ({
  openapi: '3.1.0',
  info: { title: 'Venues', version: '1' },
  paths: {
    '/venues': { post: { ...takes({ name }), responses: shown({ name }, 201) } },
    '/venues/{venueId}': {
      ...inPath('venueId'),
      get: { responses: shown({ name }) },
      delete: { description: `Deletes the venue and its halls. ${said}`, responses: gone },
    },
    '/venues/{venueId}/halls': { ...inPath('venueId'), post: { ...takes({ name }), responses: shown({ name }, 201) } },
    '/venues/{venueId}/halls/{hallId}': { ...inPath('venueId', 'hallId'), get: { responses: shown({ name }) } },
    '/performances': { post: { ...takes(performance), responses: shown(performed, 201) } },
    '/performances/{performanceId}': {
      ...inPath('performanceId'),
      get: { responses: shown(performed) },
      delete: { responses: gone },
    },
  },
});

/** What is said of a service that keeps what is used, or removes it. */
const judged = async (said: string, keeps: (venue: { readonly halls: number; readonly performances: number }) => boolean) => {
  const all = { venues: new Map<string, Json>(), halls: new Map<string, Json>(), performances: new Map<string, Json>() };
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', id, below, inner] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const kept = below === 'halls' ? all.halls : root === 'venues' ? all.venues : root === 'performances' ? all.performances : undefined;
    if (!kept || (below !== undefined && !all.venues.has(id ?? ''))) return give(404);
    const own = below === undefined ? id : inner;
    void objectBody(incoming).then((body = {}) => {
      if (own === undefined) {
        if (root === 'performances' && !all.halls.has(String(body['hallId']))) return give(422);
        const made = { ...body, id: `n${next++}`, ...(root === 'performances' ? { status: 'scheduled' } : { venue: id }) };
        kept.set(made.id, made);
        return give(201, made);
      }
      if (!kept.has(own)) return give(404);
      if (incoming.method === 'GET') return give(200, kept.get(own));
      const halls = [...all.halls.values()].filter(({ venue }) => venue === own);
      const performances = [...all.performances.values()].filter(({ hallId }) => halls.some((hall) => hall['id'] === hallId));
      if (root === 'venues' && keeps({ halls: halls.length, performances: performances.length })) return give(409);
      kept.delete(own);
      return give(204);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 30,
    selection: { only: ['lifecycle/used-is-kept'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [verdict.finding.code] : verdict.kind === 'skipped' ? [] : [verdict.kind],
  );
};

const whileScheduled = 'Not possible (`409`) while one of its halls has a performance that is `scheduled`.';

test('a venue is kept for what its halls have', async () => {
  expect(await judged(whileScheduled, ({ performances }) => performances > 0)).toEqual(['pass']);
});

test('a venue that is removed with performances in its halls is told', async () => {
  expect(await judged(whileScheduled, () => false)).toEqual(['used-removed']);
});

test.each([
  'Not possible (`409`) while one of its halls has a performance with guests.',
  'Not possible (`409`) while one of its halls has a cancelled performance.',
  'May be refused (`409`) while one of its halls has a performance.',
])('nothing is expected of a hall or a performance where the text says more of it: %s', async (said) => {
  expect(await judged(said, () => false)).not.toContain('used-removed');
});
