import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { jsonBody } from './json-body.ts';

const text = { type: 'string' };
const states = ['laid_up', 'afloat', 'moored', 'scrapped'];
const barge = {
  type: 'object',
  required: ['id', 'name', 'status'],
  properties: { id: text, name: text, status: { type: 'string', enum: states } },
};
const watch = { type: 'object', required: ['id', 'note'], properties: { id: text, note: text } };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const asks = (member: string) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required: [member], properties: { [member]: { ...text, minLength: 1 } } } } },
});
const refused = Object.fromEntries([400, 404, 409, 422].map((status) => [status, { description: 'Refused' }]));
const inPath = { parameters: [{ name: 'bargeId', in: 'path', required: true, schema: text }] };

const drawing = [
  'A JSON Patch (RFC 6902) with `replace`. You can change `/name` and `/status`.',
  '',
  '`status` moves like this; every other move gets `409`. Setting the status that the barge already has changes nothing.',
  '',
  '    laid_up -> afloat, scrapped',
  '    afloat  -> moored, scrapped',
  '    moored  -> afloat, scrapped',
].join('\n');

const documentWith = (description: string) => ({
  openapi: '3.1.0',
  info: { title: 'Barges', version: '1' },
  paths: {
    '/barges': { post: { requestBody: asks('name'), responses: { 201: json(barge), ...refused } } },
    '/barges/{bargeId}': {
      ...inPath,
      get: { responses: { 200: json(barge), ...refused } },
      patch: {
        description,
        requestBody: {
          required: true,
          content: {
            'application/json-patch+json': {
              schema: {
                type: 'array',
                items: { type: 'object', required: ['op', 'path'], properties: { op: text, path: text, value: {} } },
              },
            },
          },
        },
        responses: { 200: json(barge), ...refused },
      },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    '/barges/{bargeId}/watches': {
      ...inPath,
      get: { responses: { 200: json({ type: 'array', items: watch }), ...refused } },
      post: {
        description: 'Adds a watch to a moored barge. 409 otherwise.',
        requestBody: asks('note'),
        responses: { 201: json(watch), ...refused },
      },
    },
  },
});

const ways: Readonly<Record<string, readonly string[]>> = {
  laid_up: ['afloat', 'scrapped'],
  afloat: ['moored', 'scrapped'],
  moored: ['afloat', 'scrapped'],
};

type Yard = 'keeps to its text' | 'sails scrapped barges' | 'moves as it likes' | 'says 422';

const judged = async (yard: Yard, description = drawing) => {
  const barges = new Map<string, { id: string; name: string; status: string; watches: object[] }>();
  let [next, watches] = [0, 0];
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const body: unknown = await jsonBody(incoming);
    const [, , own, below] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    if (own === undefined) {
      if (incoming.method !== 'POST') return give(405);
      if (typeof given['name'] !== 'string' || given['name'] === '') return give(422, {});
      const made = { id: `barge-${(next += 1)}`, name: given['name'], status: 'laid_up', watches: [] };
      barges.set(made.id, made);
      return give(201, { id: made.id, name: made.name, status: made.status });
    }
    const found = barges.get(own);
    if (!found) return give(404, {});
    if (below !== undefined && incoming.method === 'GET') return give(200, found.watches);
    if (below !== undefined) {
      if (found.status !== 'moored') return give(409, {});
      if (typeof given['note'] !== 'string' || given['note'] === '') return give(422, {});
      watches += 1;
      found.watches.push({ id: `watch-${(next += 1)}`, note: given['note'] });
      return give(201, found.watches.at(-1));
    }
    if (incoming.method === 'DELETE') return give(barges.delete(own) ? 204 : 404);
    if (incoming.method === 'PATCH') {
      if (!Array.isArray(body)) return give(422, {});
      const changed = { ...found };
      for (const { op, path, value } of body as { op?: string; path?: string; value?: unknown }[]) {
        if (op !== 'replace' || (path !== '/name' && path !== '/status') || typeof value !== 'string' || value === '') return give(422, {});
        const isAllowed =
          value === found.status ||
          ways[found.status]?.includes(value) === true ||
          yard === 'moves as it likes' ||
          (yard === 'sails scrapped barges' && found.status === 'scrapped');
        if (path === '/status' && !isAllowed) return give(yard === 'says 422' ? 422 : 409, {});
        Object.assign(changed, { [path.slice(1)]: value });
      }
      Object.assign(found, changed);
    }
    return give(200, { id: found.id, name: found.name, status: found.status });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(description)), url, {
    allow: ['mutation', 'destructive', 'permanent'],
    maxCreates: 40,
    selection: { only: ['lifecycle/other-moves-refused', 'status/documented-call'], skip: [] },
  });
  const told = verdicts.flatMap(({ case: { check }, verdict: { kind } }) =>
    check === 'lifecycle/other-moves-refused' || kind === 'fail' ? [`${check} ${kind}`] : [],
  );
  return { told, watches };
};

test.each<Yard>(['sails scrapped barges', 'moves as it likes'])('a yard that %s is told', async (yard) => {
  expect((await judged(yard)).told).toEqual(['lifecycle/other-moves-refused fail']);
});

test.each<Yard>(['keeps to its text', 'says 422'])('a yard that %s is accused of nothing', async (yard) => {
  const { told, watches } = await judged(yard);
  expect(told).toEqual(['lifecycle/other-moves-refused pass']);
  // It is brought to the state that the creation below it needs.
  expect(watches).toBeGreaterThan(0);
});

test('nothing is judged where the patch cannot change the state, or nothing says that there is no other way', async () => {
  expect((await judged('moves as it likes', 'A JSON Patch (RFC 6902). You can change `/name`.')).told).toEqual([]);
  expect((await judged('moves as it likes', drawing.replace('; every other move gets `409`', ''))).told).toEqual([]);
});
