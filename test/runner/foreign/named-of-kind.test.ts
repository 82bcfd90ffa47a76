import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const orNone = { type: ['string', 'null'] };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const takes = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const object = (properties: object, ...required: readonly string[]): object => ({ type: 'object', required, properties });
const none = { description: 'None' };
const at = (name: string): object[] => [{ name, in: 'path', required: true, schema: text }];
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const crud = (name: string, id: string, body: object, conflict: string): Readonly<Record<string, object>> => ({
  [`/${name}`]: {
    get: { responses: { '200': shows({ type: 'array', items: ref(name) }) } },
    post: { requestBody: takes(body), responses: { '201': shows(ref(name)), '409': { description: conflict }, '422': none } },
  },
  [`/${name}/{${id}}`]: {
    parameters: at(id),
    get: { responses: { '200': shows(ref(name)), '404': none } },
    delete: { responses: { '204': none, '404': none } },
  },
});

/** A trip needs a driver, who is one of the people, and a van before it starts, and rides are booked on a trip that has started. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Trips', version: '1' },
  security: [{ key: [] }],
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: {
      vans: object({ id: text, plate: text }),
      rides: object({ id: text, trip_id: text, rider_id: text, note: text }),
      trips: object({
        id: text,
        title: text,
        driver_id: orNone,
        van_id: orNone,
        status: { type: 'string', enum: ['planned', 'started', 'ended'] },
      }),
    },
  },
  paths: {
    '/me': { get: { responses: { '200': shows(object({ id: text, role: text })) } } },
    '/people': {
      get: {
        parameters: [{ name: 'role', in: 'query', schema: text }],
        responses: {
          '200': shows({ type: 'array', items: object({ id: text, role: { type: 'string', enum: ['office', 'driver', 'rider'] } }) }),
        },
      },
    },
    ...crud('vans', 'van_id', object({ plate: text }, 'plate'), 'Taken'),
    ...crud('trips', 'trip_id', object({ title: text, driver_id: orNone, van_id: orNone }, 'title'), 'None'),
    '/trips/{trip_id}/start': {
      parameters: at('trip_id'),
      post: {
        description: '`planned` → `started`. It needs a driver (`driver_missing`) and a van (`van_missing`).',
        responses: { '200': shows(ref('trips')), '404': none, '409': { description: '`wrong_state`, `driver_missing` or `van_missing`' } },
      },
    },
    '/trips/{trip_id}/end': {
      parameters: at('trip_id'),
      post: {
        description: '`started` → `ended`.',
        responses: { '200': shows(ref('trips')), '404': none, '409': { description: '`wrong_state`' } },
      },
    },
    ...crud(
      'rides',
      'ride_id',
      object({ trip_id: text, rider_id: text, note: text }, 'trip_id', 'rider_id'),
      '`trip_not_started`: the trip must be `started`. `booked_already`: the rider has a ride on this trip',
    ),
  },
};

type Thing = { readonly id: string; status?: string; readonly [member: string]: unknown };

type Flaw = 'starts without a van' | 'rides lose their note';

const people = [
  { id: 'p-1', role: 'office' },
  { id: 'p-2', role: 'rider' },
  { id: 'p-3', role: 'rider' },
  { id: 'p-4', role: 'driver' },
  { id: 'p-5', role: 'rider' },
];
const roleOf = (id: unknown): string | undefined => people.find((one) => one.id === id)?.role;

const judged = async (flaw?: Flaw) => {
  const all = new Map<string, Map<string, Thing>>(['vans', 'trips', 'rides'].map((name) => [name, new Map()]));
  const riders = new Set<unknown>();
  let last = 0;
  const begin = (trip: Thing): Answer => {
    const isWhole = trip['driver_id'] !== null && (trip['van_id'] !== null || flaw === 'starts without a van');
    if (trip.status !== 'planned' || !isWhole) return [409, { code: 'wrong_state' }];
    trip.status = 'started';
    return [200, trip];
  };
  const made = (name: string, given: Readonly<Record<string, unknown>>): Answer | Thing => {
    const id = `${name}-${(last += 1)}`;
    if (name === 'vans') return typeof given['plate'] === 'string' ? { id, plate: given['plate'] } : [422];
    if (name === 'trips') {
      const { title, driver_id = null, van_id = null } = given;
      const isKnown =
        (driver_id === null || roleOf(driver_id) === 'driver') &&
        (van_id === null || (typeof van_id === 'string' && all.get('vans')?.has(van_id) === true));
      return typeof title === 'string' && isKnown ? { id, title, driver_id, van_id, status: 'planned' } : [422];
    }
    const { trip_id, rider_id, note = '' } = given;
    const trip = all.get('trips')?.get(String(trip_id));
    if (!trip || roleOf(rider_id) !== 'rider' || typeof note !== 'string') return [422];
    if (trip.status !== 'started') return [409, { code: 'trip_not_started' }];
    riders.add(rider_id);
    const isTwice = [...(all.get('rides')?.values() ?? [])].some((one) => one['trip_id'] === trip_id && one['rider_id'] === rider_id);
    return isTwice ? [409, { code: 'booked_already' }] : { id, trip_id, rider_id, note: flaw === 'rides lose their note' ? '' : note };
  };
  const url = await serveAnswers((method, [root = '', id, action], given) => {
    // The run itself is one of the riders.
    if (root === 'me') return method === 'GET' ? [200, { id: 'p-2', role: 'rider' }] : [405];
    if (root === 'people') return method === 'GET' ? [200, people] : [405];
    const things = all.get(root);
    if (!things) return [404];
    if (id === undefined && method === 'GET') return [200, [...things.values()]];
    if (id === undefined) {
      const one = method === 'POST' ? made(root, given) : ([405] as const);
      if (Array.isArray(one)) return one as unknown as Answer;
      things.set((one as Thing).id, one as Thing);
      return [201, one];
    }
    const found = things.get(id);
    if (!found) return [404];
    if (action === 'start') return method === 'POST' ? begin(found) : [405];
    if (action === 'end') {
      if (found.status !== 'started') return [409, { code: 'wrong_state' }];
      found.status = 'ended';
      return [200, found];
    }
    if (action !== undefined) return [404];
    return method === 'GET' ? [200, found] : method === 'DELETE' ? [things.delete(id) ? 204 : 404] : [405];
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 80,
    selection: { only: ['lifecycle/refused-while-lacking', 'lifecycle/leads-to-state', 'lifecycle/sent-is-shown'], skip: [] },
  });
  const of = (kind: string): readonly string[] => verdicts.flatMap(({ id, verdict }) => (verdict.kind === kind ? [id] : []));
  return { failed: of('fail'), passed: of('pass'), riders: [...riders] };
};

const start = '#/paths/~1trips~1{trip_id}~1start/post';
const onRides = expect.stringMatching(/^lifecycle\/sent-is-shown@.*rides/u) as string;

test.concurrent(
  'what is a kind of the people in a list is named, and what an action lacks by the code of its refusal is given before',
  besideOthers(async () => {
    const { failed, passed, riders } = await judged();
    expect(failed).toEqual([]);
    expect(passed).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`lifecycle/refused-while-lacking@${start}`),
        expect.stringContaining(`lifecycle/leads-to-state@${start}`),
        onRides,
      ]),
    );
    // Nobody as whom the run calls itself.
    expect(riders.length).toBeGreaterThan(0);
    expect(riders).not.toContain('p-2');
    expect((await judged('rides lose their note')).failed).toEqual([onRides]);
    expect((await judged('starts without a van')).failed).toEqual([expect.stringContaining(`lifecycle/refused-while-lacking@${start}`)]);
  }),
);
