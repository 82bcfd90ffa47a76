import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const moment = { type: 'string', format: 'date-time' };
const court = {
  type: 'object',
  required: ['id', 'name'],
  properties: { id: { type: 'string', readOnly: true }, name: { type: 'string', minLength: 1 } },
};
const asked = { courtId: { type: 'string' }, start: moment, player: { type: 'string', minLength: 1 } };
const game = { type: 'object', required: ['id', ...Object.keys(asked)], properties: { id: { type: 'string', readOnly: true }, ...asked } };
const slot = { type: 'object', required: ['start', 'free'], properties: { start: moment, free: { type: 'boolean' } } };
const shows = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const takes = (schema: object) => ({ required: true, content: { 'application/json': { schema } } });
const none = { description: 'None' };
const named = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }] });

const document = (description: string) => ({
  openapi: '3.0.3',
  info: { title: 'Courts', version: '1' },
  paths: {
    '/courts': { post: { requestBody: takes(court), responses: { 201: shows(court), 422: none } } },
    '/courts/{courtId}': {
      ...named('courtId'),
      get: { responses: { 200: shows(court), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/courts/{courtId}/slots': {
      ...named('courtId'),
      get: {
        parameters: [{ name: 'date', in: 'query', required: true, schema: { type: 'string', format: 'date' } }],
        responses: {
          200: shows({ type: 'object', properties: { date: { type: 'string' }, slots: { type: 'array', items: slot } } }),
          404: none,
        },
      },
    },
    '/games': {
      post: {
        description,
        requestBody: takes({ type: 'object', required: Object.keys(asked), properties: asked }),
        responses: { 201: shows(game), 409: none, 422: none },
      },
    },
    '/games/{gameId}': {
      ...named('gameId'),
      get: { responses: { 200: shows(game), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
  },
});

type Game = { readonly id: string; readonly courtId: string; readonly start: string; readonly player: string };

/** What becomes of creations at a server that takes games only at the times of its slots: half past each hour, but not on the first day that is asked for. */
const played = async (description: string) => {
  const courts = new Map<string, object>();
  const games = new Map<string, Game>();
  const statuses: number[] = [];
  let [next, days] = [1, ''];
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const [, root, id, below] = pathname.split('/');
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, string>;
    const kept: Map<string, object> = root === 'courts' ? courts : games;
    if (below === 'slots') {
      const date = searchParams.get('date') ?? '';
      days ||= date;
      const starts = date === days ? [] : ['08', '09', '10'].map((hour) => `${date}T${hour}:30:00Z`);
      const isTaken = (start: string): boolean => [...games.values()].some((one) => one.start === start && one.courtId === id);
      return give(200, { date, slots: starts.map((start) => ({ start, free: !isTaken(start) })) });
    }
    if (id !== undefined && incoming.method === 'DELETE') return give(kept.delete(id) ? 204 : 404);
    if (id !== undefined) return give(kept.has(id) ? 200 : 404, kept.get(id));
    const made = `${root}-${next++}`;
    if (root === 'courts') {
      courts.set(made, { id: made, name: body['name'] });
      return give(201, courts.get(made));
    }
    const { courtId = '', start = '', player = '' } = body;
    const isSlot = /T(?:08|09|10):30:00Z$/u.test(start) && courts.has(courtId);
    const isTaken = [...games.values()].some((one) => one.start === start && one.courtId === courtId);
    statuses.push(isSlot ? (isTaken ? 409 : 201) : 422);
    if (!isSlot || isTaken) return give(isSlot ? 409 : 422);
    games.set(made, { id: made, courtId, start, player });
    return give(201, games.get(made));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(description)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 30,
    selection: { only: ['lifecycle/sent-is-shown'], skip: [] },
  });
  const failed = verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id] : []));
  return { failed, made: statuses.filter((one) => one === 201).length, left: games.size + courts.size };
};

test('a creation takes a time that a list offers, where its text names that list', async () => {
  const { failed, made, left } = await played('`start` has to be the start of one of the free slots of the court.');
  expect({ failed, left }).toEqual({ failed: [], left: 0 });
  expect(made).toBeGreaterThan(0);
});

test('a creation takes a time of its own, where its text names no list', async () => {
  expect(await played('Plans a game.')).toEqual({ failed: [], made: 0, left: 0 });
});
