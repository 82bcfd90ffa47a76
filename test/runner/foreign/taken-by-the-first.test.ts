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
const slot = object({ id: text, room: name, status: { ...text, enum: ['free', 'booked'] } });
const visit = object({ id: text, slotId: text, reason: name });
const inPath = (one: string) => ({ parameters: [{ name: one, in: 'path', required: true, schema: text }] });

/** Slots that a visit takes, as a text may say. */
const documentOf = (said: string) => ({
  openapi: '3.1.0',
  info: { title: 'Visits', version: '1' },
  paths: {
    '/slots': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: slot }) } } },
      post: { ...takes({ room: name }), responses: { 201: { description: 'It', ...json(slot) }, ...no } },
    },
    '/slots/{slotId}': { ...inPath('slotId'), delete: { responses: { 204: { description: 'Gone' }, ...no } } },
    '/visits': {
      post: {
        description: said,
        ...takes({ slotId: text, reason: name }),
        responses: { 201: { description: 'It', ...json(visit) }, ...no },
      },
    },
    '/visits/{visitId}': {
      ...inPath('visitId'),
      get: { responses: { 200: { description: 'It', ...json(visit) }, ...no } },
      delete: { responses: { 204: { description: 'Gone' }, ...no } },
    },
  },
});

const judged = async (said: string, refusesSecond: boolean): Promise<readonly string[]> => {
  const all = { slots: new Map<string, Json>(), visits: new Map<string, Json>() };
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const kept = root === 'slots' ? all.slots : root === 'visits' ? all.visits : undefined;
    if (!kept) return give(404);
    void objectBody(incoming).then((body = {}) => {
      if (id === undefined && incoming.method === 'GET') return give(200, [...kept.values()]);
      if (id === undefined) {
        const slotId = String(body['slotId']);
        const named = all.slots.get(slotId);
        if (root === 'visits' && !named) return give(422);
        if (root === 'visits' && named?.['status'] !== 'free' && refusesSecond) return give(409);
        const made = { ...body, id: `n${next++}`, ...(root === 'slots' ? { status: 'free' } : {}) };
        kept.set(made.id, made);
        if (named) all.slots.set(slotId, { ...named, status: 'booked' });
        return give(201, made);
      }
      if (!kept.has(id)) return give(404);
      if (incoming.method === 'GET') return give(200, kept.get(id));
      kept.delete(id);
      return give(204);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 30,
    selection: { only: ['lifecycle/unfit-reference-refused'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [verdict.finding.code] : verdict.kind === 'pass' ? [verdict.kind] : [],
  );
};

const books = 'Puts somebody into a free slot. The slot becomes `booked`; rooms stay. `409` if the slot is not free.';

test('what the first request takes is refused to the second', async () => {
  expect(await judged(books, true)).toEqual(['pass']);
});

test('a slot that is booked twice is told', async () => {
  expect(await judged(books, false)).toEqual(['unfit-accepted']);
});

test.each([
  'Puts somebody into a slot. The slot becomes `booked` when all its places are taken. `409` if the slot is `booked`.',
  'Puts somebody into a slot. With the last visit the slot becomes `booked`. `409` if the slot is `booked`.',
  'Puts somebody into a slot, and the slot may become `booked`. `409` if the slot is `booked`.',
  'Puts somebody into a slot. `409` if the slot is `booked`.',
  'Puts somebody into a slot. The slot becomes `booked`.',
])('nothing is told of a slot that takes several by "%s"', async (said) => {
  expect(await judged(said, false)).toEqual([]);
});
