import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const id = { type: 'string', readOnly: true };
const title = { type: 'string', minLength: 1, maxLength: 80 };
const parameter = (name: string) => [{ name, in: 'path', required: true, schema: { type: 'string' } }];
const gone = { 204: { description: 'Gone' }, 404: { description: 'None' } };

type Rig = {
  /** What the text of a rental says. */
  readonly said: string;
  /** The member of a boat that holds its state, with its schema and the value of a new one. */
  readonly state: { readonly name: string; readonly schema: object; readonly first: unknown; readonly bad: unknown };
  /** Who sets it: the creation, a change, or neither. */
  readonly by: 'creation' | 'change' | 'nobody';
  /** The flag from which the service derives the state, where nothing sets that itself, and its value that brings the state. */
  readonly flag?: {
    readonly name: string;
    readonly by?: boolean;
    readonly description?: string;
    readonly ofState?: string;
  };
  readonly refusal?: number;
  /** Does a rental name its boat inside a list. */
  readonly inList?: boolean;
  /** Are rentals below a pier, which takes one of them. */
  readonly atPiers?: boolean;
};

/** Boats with a state, and rentals that name one. */
const documentOf = ({ said, state, by, flag, refusal = 409, inList = false, atPiers = false }: Rig) => {
  const derived = flag === undefined ? {} : { [flag.name]: { type: 'boolean', default: flag.by === false, description: flag.description } };
  const ofState = flag?.ofState === undefined ? {} : { description: flag.ofState };
  const own = { [state.name]: { ...state.schema, ...ofState, ...(by === 'nobody' ? { readOnly: true } : {}) } };
  const boat = { type: 'object', required: ['id', 'title', state.name], properties: { id, title, ...own, ...derived } };
  const boatInput = { type: 'object', required: ['title'], properties: { title, ...(by === 'creation' ? own : {}), ...derived } };
  const named = { boatId: { type: 'string', minLength: 1 } };
  const line = { type: 'object', required: ['boatId'], properties: named };
  const members = inList ? { boats: { type: 'array', minItems: 1, items: line } } : named;
  const rental = { type: 'object', required: ['id', 'title', ...Object.keys(members)], properties: { id, title, ...members } };
  const ofOne = (name: string, schema: object, patch?: object) => ({
    parameters: parameter(name),
    get: { responses: { 200: { description: 'It', ...json(schema) }, 404: { description: 'None' } } },
    ...(patch === undefined ? {} : { patch }),
    delete: { responses: gone },
  });
  const list = (schema: object) => ({ responses: { 200: { description: 'All', ...json({ type: 'array', items: schema }) } } });
  const pier = { type: 'object', required: ['id', 'title'], properties: { id, title } };
  const made = (schema: object) => ({
    requestBody: { required: true, ...json(schema) },
    responses: { 201: { description: 'Made', ...json(schema) }, 400: { description: 'Wrong' } },
  });
  const above = atPiers ? '/piers/{pierId}' : '';
  const ofPier = atPiers ? { parameters: parameter('pierId') } : {};
  return {
    openapi: '3.1.0',
    info: { title: 'Boats', version: '1' },
    paths: {
      ...(atPiers ? { '/piers': { get: list(pier), post: made(pier) }, '/piers/{pierId}': ofOne('pierId', pier) } : {}),
      '/boats': {
        get: list(boat),
        post: {
          requestBody: { required: true, ...json(boatInput) },
          responses: { 201: { description: 'Made', ...json(boat) }, 422: { description: 'Wrong' } },
        },
      },
      '/boats/{boatId}': ofOne(
        'boatId',
        boat,
        by === 'change'
          ? {
              requestBody: { required: true, ...json({ type: 'object', minProperties: 1, properties: { title, ...own } }) },
              responses: { 200: { description: 'Changed', ...json(boat) }, 404: { description: 'None' }, 422: { description: 'Wrong' } },
            }
          : undefined,
      ),
      [`${above}/rentals`]: {
        ...ofPier,
        get: list(rental),
        post: {
          description: said,
          requestBody: { required: true, ...json(rental) },
          responses: {
            201: { description: 'Made', ...json(rental) },
            [refusal]: { description: 'Refused' },
            400: { description: 'Wrong' },
          },
        },
      },
      [`${above}/rentals/{rentalId}`]: {
        ...ofOne('rentalId', rental),
        parameters: [...parameter('rentalId'), ...(atPiers ? parameter('pierId') : [])],
      },
    },
  };
};

const told = async (rig: Rig, looks: boolean, lateMs = 0) => {
  const { state, refusal = 409 } = rig;
  const all: Readonly<Record<string, Map<string, Json>>> = { boats: new Map(), rentals: new Map(), piers: new Map() };
  const since = new Map<unknown, number>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const path = (incoming.url ?? '/').split('?')[0] ?? '';
    const [, pierId, below] = /^\/piers\/([^/]+)(\/rentals.*)$/u.exec(path) ?? [];
    if (pierId !== undefined && all['piers']?.has(pierId) !== true) return give(404);
    const [, root = '', key] = (below ?? path).split('/');
    const kept = all[root];
    const one = kept?.get(key ?? '');
    if (!kept || (key !== undefined && !one)) return give(404);
    if (incoming.method === 'GET') return give(200, key === undefined ? [...kept.values()] : one);
    if (incoming.method === 'DELETE') return give(kept.delete(key ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      if (incoming.method === 'PATCH' && key !== undefined) {
        kept.set(key, { ...one, ...body });
        since.set(key, Date.now());
        return give(200, kept.get(key));
      }
      if (typeof body['title'] !== 'string') return give(400);
      if (root === 'rentals') {
        if (pierId !== undefined && [...kept.values()].some((rental) => rental['pierId'] === pierId)) return give(409);
        const lines: unknown = rig.inList === true ? body['boats'] : [body];
        const boats = (Array.isArray(lines) ? (lines as readonly Json[]) : []).map(({ boatId }) => all['boats']?.get(String(boatId)));
        if (boats.length === 0 || boats.includes(undefined)) return give(400);
        const isSeen = (boat: Json | undefined): boolean => Date.now() - (since.get(boat?.['id']) ?? 0) >= lateMs;
        if (looks && boats.some((boat) => boat?.[state.name] === state.bad && isSeen(boat))) return give(refusal);
      }
      const isFlagged = rig.flag !== undefined && body[rig.flag.name] === (rig.flag.by ?? true);
      const made = {
        ...(root === 'boats' ? { [state.name]: isFlagged ? state.bad : state.first } : {}),
        ...body,
        pierId,
        id: `x-${next++}`,
      };
      kept.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(rig)), url, {
    allow: ['mutation'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['lifecycle/unfit-reference-refused'], skip: [] },
  });
  return {
    failed: verdicts.flatMap(({ case: { requirement, level }, verdict }) => (verdict.kind === 'fail' ? [`${requirement} ${level}`] : [])),
    passed: verdicts.filter(({ verdict }) => verdict.kind === 'pass').length,
    left: Object.values(all).flatMap((kept) => [...kept.keys()]),
  };
};

const status = (first: string, bad: string) => ({
  name: 'status',
  schema: { type: 'string', enum: ['afloat', 'in_repair', 'sunk'] },
  first,
  bad,
});
const active = { name: 'active', schema: { type: 'boolean', default: true }, first: true, bad: false };
const blocked = { name: 'blocked', schema: { type: 'boolean', default: false }, first: false, bad: true };

const rigs: readonly Rig[] = [
  { said: 'Rents a boat. A boat `in_repair` cannot be rented (`409`).', state: status('afloat', 'in_repair'), by: 'creation' },
  { said: 'Rents a boat. A boat that is `sunk` is refused with 409.', state: status('afloat', 'sunk'), by: 'change' },
  { said: '`409`: the boat has a leak, is `sunk`, or somebody else has it.', state: status('afloat', 'sunk'), by: 'change' },
  { said: '`boatId` is an active boat (`422`).', state: active, by: 'creation', refusal: 422 },
  { said: 'An unknown boat or one for others is answered `400`; a blocked boat `409` (`boat_blocked`).', state: blocked, by: 'change' },
  { said: 'A boat which is not `active` is answered `422`.', state: active, by: 'creation', refusal: 422, inList: true },
];

const atPiers: Rig = {
  said: 'Rents a boat at a pier. Only boats that are `afloat` can be rented (`409`). A pier takes one rental (`409`).',
  state: status('in_repair', 'in_repair'),
  by: 'nobody',
  atPiers: true,
};

test('what is in an excluded state is told where the shared place has no room for it any more', async () => {
  expect((await told(atPiers, false)).failed).toEqual(['OAS-133 should']);
});

test('nothing is told at a place with no more room where it is refused', async () => {
  expect((await told(atPiers, true)).failed).toEqual([]);
});

const derived = (said: string, flag: Rig['flag'], refusal = 409): Rig => ({
  said,
  state: status('afloat', 'in_repair'),
  by: 'nobody',
  ...(flag === undefined ? {} : { flag }),
  refusal,
});

/** States that the service derives from a flag. */
const flagged: readonly Rig[] = [
  derived('A boat `in_repair` cannot be rented (`409`).', { name: 'inRepair' }),
  derived('Boats in repair cannot be rented (409).', { name: 'is_in_repair' }),
  derived('A boat `in_repair` cannot be rented (`409`).', {
    name: 'leaks',
    ofState: 'Derived: `in_repair` if `leaks` is set, otherwise `afloat`.',
  }),
  derived(
    'A boat that is `in_repair` is refused with 422.',
    { name: 'leaks', ofState: 'As long as `leaks` is true, it is `in_repair`.' },
    422,
  ),
  derived('A boat `in_repair` cannot be rented (`409`).', {
    name: 'sound',
    by: false,
    ofState: 'Worked out by us: `in_repair` when `sound` is false, otherwise `sunk` while it lies on the ground, otherwise `afloat`.',
  }),
  derived('A boat `in_repair` cannot be rented (`409`).', { name: 'leaks', description: 'Makes the boat `in_repair`.' }),
  derived('A boat `in_repair` cannot be rented (`409`).', {
    name: 'leaks',
    description: 'The boat shows as `in_repair` while this is set.',
  }),
];

test.each(flagged)('what a flag brings to an excluded state is told where it is taken: $said $flag', async (rig) => {
  expect(await told(rig, false)).toEqual({ failed: ['OAS-133 should'], passed: 0, left: [] });
});

test.each(flagged)('nothing is told of a flag where it is refused: $said $flag', async (rig) => {
  expect(await told(rig, true)).toEqual({ failed: [], passed: 1, left: [] });
});

test.each<NonNullable<Rig['flag']>>([
  { name: 'leaks', ofState: '`in_repair` unless `leaks` is set.' },
  { name: 'leaks', ofState: 'Either `afloat`, `in_repair` or `sunk`. `leaks` is set by the yard.' },
  { name: 'leaks', description: 'Has no effect on a boat that is `in_repair`.' },
  { name: 'sound', by: false, ofState: '`in_repair` if the yard has it; if `sound` is false, it was seen to leak.' },
  { name: 'leaks', description: 'A boat `in_repair` may have this set, too.' },
  { name: 'leaks', ofState: '`in_repair` if the yard has it; if `leaks` is set, it was seen to leak.' },
])('a flag that is not said to bring the state is not set: $ofState $description', async (flag) => {
  expect(await told(derived('A boat `in_repair` cannot be rented (`409`).', flag), false)).toEqual({ failed: [], passed: 0, left: [] });
});

test.each(rigs)('what is in an excluded state is told where it is taken: $said', async (rig) => {
  expect(await told(rig, false)).toEqual({ failed: ['OAS-133 should'], passed: 0, left: [] });
});

test('what is excluded when it is new is told', async () => {
  const rig: Rig = { said: 'The boat has to be `afloat` (`409` otherwise).', state: status('in_repair', 'in_repair'), by: 'change' };
  expect((await told(rig, false)).failed).toEqual(['OAS-133 should']);
});

test.each(rigs)('nothing is told where it is refused: $said', async (rig) => {
  expect(await told(rig, true)).toEqual({ failed: [], passed: 1, left: [] });
});

test('nothing is told where a change is seen a moment later', async () => {
  const rig: Rig = { said: 'A `sunk` boat is refused with 409.', state: status('afloat', 'sunk'), by: 'change' };
  expect(await told(rig, true, 400)).toEqual({ failed: [], passed: 1, left: [] });
});

test.each<Rig>([
  { said: 'Rents an active boat.', state: active, by: 'creation' },
  { said: 'The harbour and an active boat have to be yours (`422`).', state: active, by: 'creation', refusal: 422 },
  { said: 'An inactive boat may be rented as well. What is wrong gets `409`.', state: active, by: 'creation' },
  { said: 'A boat `in_repair` cannot be rented (`409`).', state: status('afloat', 'in_repair'), by: 'nobody' },
])('nothing is told where nothing is excluded, or nothing gets there: $said', async (rig) => {
  expect(await told(rig, false)).toEqual({ failed: [], passed: 0, left: [] });
});
