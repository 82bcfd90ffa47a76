import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const state = { ...text, enum: ['booked', 'aboard', 'landed'] };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const status = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));
const object = (properties: object, required: readonly string[]) => ({ type: 'object', required, properties });
const boat = object({ id: { ...text, readOnly: true }, name: text }, ['name']);
const tour = object({ boatId: text, startsOn: day, endsOn: day }, ['boatId', 'startsOn', 'endsOn']);
const shownTour = object({ id: text, state, ...tour.properties }, ['id', 'state']);
const entry = object({ words: { ...text, minLength: 1 } }, ['words']);
const shownEntry = object({ id: text, words: text }, ['id', 'words']);
const inPath = [{ name: 'id', in: 'path', required: true, schema: text }];
const post = (description: string, asked: object | undefined, shown: object, code: 200 | 201 = 201) => ({
  post: {
    description,
    ...(asked && { requestBody: { required: true, ...json(asked) } }),
    responses: { [code]: { description: 'It', ...json(shown) }, ...status(400, 401, 404, 409) },
  },
});
const one = (shown: object) => ({
  parameters: inPath,
  get: { responses: { 200: { description: 'It', ...json(shown) }, ...status(404) } },
  delete: { responses: { 204: { description: 'Gone' }, ...status(404) } },
});
const act = (description: string) => ({ parameters: inPath, ...post(description, undefined, shownTour, 200) });

const tours = {
  openapi: '3.0.3',
  info: { title: 'Tours', version: '1' },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/boats': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: boat }) }, ...status(401) } },
      ...post('Adds a boat.', boat, boat),
    },
    '/boats/{id}': one(boat),
    '/tours': post('409 when another tour of the boat has a day in common.', tour, shownTour),
    '/tours/{id}': one(shownTour),
    '/tours/{id}/board': act('From `booked` to `aboard`, not before `startsOn`; 409 otherwise.'),
    '/tours/{id}/land': act('From `aboard` to `landed`, 409 otherwise.'),
    '/tours/{id}/ticket': {
      parameters: inPath,
      get: {
        description: 'A `landed` tour has no ticket (409).',
        responses: { 200: { description: 'It', ...json(object({ seat: text }, ['seat'])) }, ...status(401, 404, 409) },
      },
    },
    '/tours/{id}/log': { parameters: inPath, ...post('While the tour is `aboard` (409).', entry, shownEntry) },
  },
};

const key = 'tours-key-0123456789';

type Habit = {
  /** The state that landing leads to. */
  readonly lands?: string;
  /** The token that landing takes: that of an account, one that begins with it, any one, or beside that of an account none. */
  readonly landsWith?: 'key' | 'longer key' | 'token' | 'no token';
  /** Is a ticket given to anybody. */
  readonly isTicketOpen?: boolean;
};

const judged = async ({ lands = 'landed', landsWith = 'key', isTicketOpen = false }: Habit = {}) => {
  const [boats, held] = [new Map<string, Json>(), new Map<string, Json>()];
  const accepted: string[] = [];
  let count = 0;
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await objectBody(incoming);
    const [, name = '', id, action] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    const give = (code: number, value?: Json | readonly Json[]): void => {
      if (code < 300 && action !== undefined) accepted.push(action);
      outgoing.writeHead(code, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const all = name === 'boats' ? boats : held;
    const token = incoming.headers.authorization ?? '';
    const opens = { key: false, 'longer key': token.startsWith(`Bearer ${key}`), token: token !== '', 'no token': token === '' }[landsWith];
    if (token !== `Bearer ${key}` && !(action === 'land' && opens) && !(action === 'ticket' && isTicketOpen && token === ''))
      return give(401, {});
    if (incoming.method === 'GET' && name === 'boats' && id === undefined) return give(200, [...boats.values()]);
    if (incoming.method === 'POST' && id === undefined) {
      const { boatId, startsOn, endsOn } = body ?? {};
      count += 1;
      if (name === 'boats') boats.set(`boat-${count}-3f`, { id: `boat-${count}-3f`, name: body?.['name'] });
      if (name === 'boats') return typeof body?.['name'] === 'string' ? give(201, boats.get(`boat-${count}-3f`)) : give(400, {});
      if (typeof boatId !== 'string' || !boats.has(boatId) || typeof startsOn !== 'string' || typeof endsOn !== 'string')
        return give(400, {});
      if (startsOn > endsOn || startsOn < new Date().toISOString().slice(0, 10)) return give(400, {});
      const isTaken = [...held.values()].some(
        (other) => other['boatId'] === boatId && String(other['startsOn']) <= endsOn && String(other['endsOn']) >= startsOn,
      );
      if (isTaken) return give(409, {});
      const made = { id: `tour-${count}-3f`, state: 'booked', boatId, startsOn, endsOn };
      held.set(made.id, made);
      return give(201, made);
    }
    const found = all.get(id ?? '');
    if (!found || id === undefined) return give(404, {});
    if (incoming.method === 'DELETE') return give(all.delete(id) ? 204 : 404);
    const move = (from: string, to: string): void => {
      const isEarly = String(found['startsOn']) > new Date().toISOString().slice(0, 10);
      if (found['state'] !== from || isEarly) return give(409, {});
      held.set(id, { ...found, state: to });
      return give(200, held.get(id));
    };
    if (action === 'board') return move('booked', 'aboard');
    if (action === 'land') return move('aboard', lands);
    if (action === 'ticket' && found['state'] === 'landed') return give(409, {});
    if (action === 'ticket') return give(200, { seat: '12 A' });
    if (action === 'log' && found['state'] !== 'aboard') return give(409, {});
    if (action === 'log')
      return typeof body?.['words'] === 'string' ? give(201, { id: `entry-${count}`, words: body['words'] }) : give(400, {});
    return incoming.method === 'GET' ? give(200, found) : give(404, {});
  };
  const url = await serve((incoming, outgoing) => void answer(incoming, outgoing));
  const { verdicts } = await judgeForeign(writeToolDocument(tours), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    key,
    selection: {
      only: [
        'lifecycle/leads-to-state',
        'lifecycle/refused-in-state',
        'status/documented-call',
        'auth/missing-credential-refused',
        'auth/unknown-credential-refused',
      ],
      skip: [],
    },
  });
  const told = verdicts.flatMap(({ verdict, case: { check } }) => (verdict.kind === 'fail' ? [`${check} ${verdict.finding.code}`] : []));
  return { told, accepted: new Set(accepted) };
};

describe('what is possible from a day on, of which a boat has one tour a day', () => {
  test('is reached, and so is what is possible after it', async () => {
    expect(await judged()).toEqual({ told: [], accepted: new Set(['board', 'land', 'log', 'ticket']) });
  });

  test('is told of where it leads elsewhere', async () => {
    expect((await judged({ lands: 'aboard' })).told).toEqual(['lifecycle/leads-to-state state-not-changed']);
  });

  test.each<readonly [NonNullable<Habit['landsWith']>, readonly string[]]>([
    ['longer key', ['auth/unknown-credential-refused altered-credential-accepted']],
    ['token', ['auth/unknown-credential-refused unknown-credential-accepted']],
    ['no token', ['auth/missing-credential-refused no-credential-accepted']],
  ])('is tried without a good credential in the state in which it is possible: %s', async (landsWith, told) => {
    expect(new Set((await judged({ landsWith })).told)).toEqual(new Set(told));
  });

  test('is read without a credential in a state in which it can be read', async () => {
    expect((await judged({ isTicketOpen: true })).told).toEqual(['auth/missing-credential-refused no-credential-accepted']);
  });
});
