import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string', minLength: 1 };
const moment = { type: 'string', format: 'date-time' };
const count = (maximum: number) => ({ type: 'integer', minimum: 1, maximum });
const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const shows = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const takes = (schema: object, example?: object) => ({
  required: true,
  content: { 'application/json': { schema, ...(example && { example }) } },
});
const none = { description: 'None' };
const named = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const interval = object({ weekday: { type: 'string', enum: ['mon', 'sat'] }, opens: text, closes: text });
const asked = { startsAt: moment, persons: count(8), boatId: { type: 'string' } };

/** Boats lie at the jetties of a harbour, and rides begin at the times that the harbour offers. */
const document = (offer: string) => ({
  openapi: '3.0.3',
  info: { title: 'Rides', version: '1' },
  paths: {
    '/harbours': { post: { requestBody: takes(object({ name: text })), responses: { 201: shows(ref('Harbour')), 422: none } } },
    '/harbours/{harbourId}': {
      parameters: [named('harbourId')],
      get: { responses: { 200: shows(ref('Harbour')), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/harbours/{harbourId}/opening-hours': {
      parameters: [named('harbourId')],
      put: {
        description: 'Replaces the hours of the week.',
        requestBody: takes(object({ hours: { type: 'array', items: interval } }), {
          hours: [{ weekday: 'sat', opens: '09:00', closes: '12:00' }],
        }),
        responses: { 200: none, 422: none },
      },
    },
    '/harbours/{harbourId}/jetties': {
      parameters: [named('harbourId')],
      post: { requestBody: takes(object({ name: text })), responses: { 201: shows(ref('Jetty')), 422: none } },
    },
    '/harbours/{harbourId}/boats': {
      parameters: [named('harbourId')],
      get: { responses: { 200: shows(object({ items: { type: 'array', items: ref('Boat') } })), 404: none } },
      post: {
        description: 'Boat numbers are unique in the whole harbour (`409`).',
        requestBody: takes(object({ jettyId: { type: 'string' }, number: count(9999), seats: count(8) })),
        responses: { 201: shows(ref('Boat')), 409: none, 422: none },
      },
    },
    '/harbours/{harbourId}/availability': {
      parameters: [named('harbourId')],
      get: {
        description: offer,
        parameters: [
          { name: 'date', in: 'query', required: true, schema: { type: 'string', format: 'date' } },
          { name: 'persons', in: 'query', required: true, schema: count(8) },
        ],
        responses: { 200: shows(object({ slots: { type: 'array', items: object({ startsAt: moment, boats: count(99) }) } })), 404: none },
      },
    },
    '/harbours/{harbourId}/rides': {
      parameters: [named('harbourId')],
      post: {
        requestBody: takes(object(asked, ['startsAt', 'persons'])),
        responses: { 201: shows(ref('Ride')), 409: none, 422: none },
      },
    },
    '/rides/{rideId}': {
      parameters: [named('rideId')],
      get: { responses: { 200: shows(ref('Ride')), 404: none } },
    },
  },
  components: {
    schemas: {
      Harbour: object({ id: text, name: text, jetties: { type: 'array', items: ref('Jetty') } }),
      Jetty: object({ id: text, name: text }),
      Boat: object({ id: text, jettyId: text, number: count(9999), seats: count(8) }),
      Ride: object({ id: text, harbourId: text, ...asked }),
    },
  },
});

type Thing = Readonly<Record<string, unknown>>;
const isOf = (harbour: string) => (one: Thing) => one['harbourId'] === harbour;

/** What becomes of rides at a server whose harbours are closed until hours are set, and have no boats at first. */
const ridden = async (offer: string, isOpenAnyway = false) => {
  const all: Record<string, Map<string, Thing>> = { harbours: new Map(), jetties: new Map(), boats: new Map(), rides: new Map() };
  const hours = new Set<string>();
  const rides: number[] = [];
  let next = 1;
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const [, root = '', id = '', below] = pathname.split('/');
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Thing;
    const list = (kind: string): readonly Thing[] => [...(all[kind]?.values() ?? [])].filter(isOf(id));
    const make = (kind: string, more: Thing): void => {
      const made = { id: `${kind}-${String(next++)}`, ...body, ...more };
      all[kind]?.set(made.id, made);
      give(201, made);
    };
    if (root === 'harbours' && id === '') return make('harbours', { jetties: [] });
    const one = all[root]?.get(id);
    if (!one) return give(404);
    if (below === undefined && incoming.method === 'DELETE') return give(all[root]?.delete(id) ? 204 : 404);
    if (below === undefined) return give(200, root === 'harbours' ? { ...one, jetties: list('jetties') } : one);
    const free = (startsAt: string, persons: number): readonly Thing[] => {
      const isDay = new Date(startsAt).getUTCDay() === 6 && (isOpenAnyway || hours.has(id)) && /T(?:09|10|11):30:00Z$/u.test(startsAt);
      const taken = list('rides').filter((ride) => ride['startsAt'] === startsAt);
      return isDay
        ? list('boats').filter(({ id: own, seats }) => Number(seats) >= persons && !taken.some(({ boatId }) => boatId === own))
        : [];
    };
    if (below === 'opening-hours') return hours.add(id) && give(200);
    if (below === 'jetties') return make('jetties', { harbourId: id });
    if (below === 'boats' && incoming.method === 'GET') return give(200, { items: list('boats') });
    if (below === 'boats') {
      const isKnown = list('jetties').some(({ id: jetty }) => jetty === body['jettyId']);
      const isTaken = list('boats').some(({ number }) => number === body['number']);
      return isKnown && !isTaken ? make('boats', { harbourId: id }) : give(isKnown ? 409 : 422);
    }
    if (below === 'availability') {
      const starts = ['09', '10', '11'].map((hour) => `${searchParams.get('date') ?? ''}T${hour}:30:00Z`);
      const offered = starts.map((startsAt) => ({ startsAt, boats: free(startsAt, Number(searchParams.get('persons'))).length }));
      return give(200, { slots: offered.filter(({ boats }) => boats > 0) });
    }
    const boat = free(String(body['startsAt']), Number(body['persons'])).find((some) =>
      [undefined, some['id']].includes(body['boatId'] as string),
    );
    rides.push(boat ? 201 : 422);
    return boat ? make('rides', { harbourId: id, boatId: boat['id'] }) : give(422);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(offer)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    selection: { only: ['lifecycle/sent-is-shown', 'lifecycle/created-is-readable'], skip: [] },
  });
  const failed = verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id] : []));
  return { failed, isMade: rides.includes(201), set: hours.size };
};

const free = 'Which slots are still free. A ride lies in one opening interval, and a boat with enough seats is free.';

test('a creation takes a time that is offered below the same resource, which is prepared for that', async () => {
  const { failed, isMade, set } = await ridden(free);
  expect({ failed, isMade }).toEqual({ failed: [], isMade: true });
  expect(set).toBeGreaterThan(0);
});

test('a creation takes such a time where only boats were needed', async () => {
  const { failed, isMade } = await ridden(free, true);
  expect({ failed, isMade }).toEqual({ failed: [], isMade: true });
});

test('nothing is set of which the text says nothing', async () => {
  const { failed, set } = await ridden('Which slots are still free.');
  expect({ failed, set }).toEqual({ failed: [], set: 0 });
});
