import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const none = { description: 'None' };
const conflict = { '404': none, '409': { description: 'Conflict' }, '422': { description: 'Wrong' } };
const trip = object({ id: text, boat_id: text, to: text, status: { type: 'string', enum: ['planned', 'under_way', 'ended'] } });
const ref = { $ref: '#/components/schemas/Trip' };

const documentWith = (start: string, create = 'Plans a trip of a boat.', more: readonly string[] = []): object => ({
  openapi: '3.0.3',
  info: { title: 'Harbour', version: '1' },
  security: [{ key: [] }],
  components: { schemas: { Trip: trip }, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/boats': {
      post: { requestBody: asks(object({ name: text }, ['name'])), responses: { '201': shows(object({ id: text, name: text })) } },
    },
    '/boats/{boat_id}': {
      parameters: [inPath('boat_id')],
      get: { responses: { '200': shows(object({ id: text, name: text })), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/trips': {
      get: { responses: { '200': shows({ type: 'array', items: ref }) } },
      post: {
        description: create,
        requestBody: asks(
          object({ boat_id: text, to: text, ...Object.fromEntries(more.map((name) => [name, text])) }, ['boat_id', 'to', ...more]),
        ),
        responses: { '201': shows(ref), ...conflict },
      },
    },
    '/trips/{trip_id}': {
      parameters: [inPath('trip_id')],
      get: { responses: { '200': shows(ref), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/trips/{trip_id}/start': {
      parameters: [inPath('trip_id')],
      post: { description: start, responses: { '200': shows(ref), ...conflict } },
    },
    '/trips/{trip_id}/end': {
      parameters: [inPath('trip_id')],
      post: { description: 'A trip that is under_way becomes ended.', responses: { '200': shows(ref), ...conflict } },
    },
  },
});

type Trip = { readonly id: string; readonly boat_id: string; readonly to: string; status: string };
type Given = Readonly<Record<string, unknown>>;

/** A harbour whose boats have one trip under way, but for what a test makes different. */
class Harbour {
  boats: string[] = [];
  trips: Trip[] = [];
  first = 'planned';
  refusal = 409;
  last = 0;
  isBusy(boat: string): boolean {
    return this.trips.some(({ boat_id, status }) => boat_id === boat && status === 'under_way');
  }
  newId(): string {
    return `no-${(this.last += 1)}`;
  }
  onTrip(method: string, found: Trip, action: string | undefined): Answer {
    if (action === undefined && method === 'DELETE') this.trips = this.trips.filter((one) => one !== found);
    if (action === undefined) return method === 'GET' ? [200, found] : method === 'DELETE' ? [204] : [405];
    if (method !== 'POST') return [405];
    if (action === 'start' && (found.status !== 'planned' || this.isBusy(found.boat_id))) return [this.refusal];
    if (action === 'end' && found.status !== 'under_way') return [409];
    found.status = action === 'start' ? 'under_way' : 'ended';
    return [200, found];
  }
  answer(method: string, [root, id, action]: readonly string[], given: Given): Answer {
    if (root === 'boats') {
      if (id !== undefined) return !this.boats.includes(id) ? [404] : method === 'GET' ? [200, { id, name: 'x' }] : [204];
      if (typeof given['name'] !== 'string') return [422];
      this.boats.push(this.newId());
      return [201, { id: this.boats.at(-1), name: given['name'] }];
    }
    if (root !== 'trips') return [404];
    if (id !== undefined) {
      const found = this.trips.find((one) => one.id === id);
      return found ? this.onTrip(method, found, action) : [404];
    }
    if (method === 'GET') return [200, this.trips];
    const { boat_id: boat, to } = given;
    if (typeof boat !== 'string' || !this.boats.includes(boat) || typeof to !== 'string') return [422];
    if (this.first === 'under_way' && this.isBusy(boat)) return [this.refusal];
    this.trips.push({ id: this.newId(), boat_id: boat, to, status: this.first });
    return [201, this.trips.at(-1)];
  }
}

class Careless extends Harbour {
  override isBusy(): boolean {
    return false;
  }
}

/** A harbour where a boat has one trip to each dock that is not ended. */
class Docks extends Harbour {
  isCareful = true;
  docks = new Map<string, string>();
  /** The member that tells where a trip goes. */
  by = 'dock_id';
  override answer(method: string, segments: readonly string[], given: Given): Answer {
    if (method !== 'POST' || segments.length !== 1 || segments[0] !== 'trips') return super.answer(method, segments, given);
    const { boat_id: boat, [this.by]: dock } = given;
    if (typeof dock !== 'string') return [422];
    const isThere = this.trips.some((one) => one.boat_id === boat && one.status !== 'ended' && this.docks.get(one.id) === dock);
    if (isThere && this.isCareful) return [409];
    const answer = super.answer(method, segments, given);
    this.docks.set(`no-${this.last}`, dock);
    return answer;
  }
}

/** A harbour where the trip before ends when the next one starts. */
class Following extends Harbour {
  override isBusy(boat: string): boolean {
    for (const one of this.trips) if (one.boat_id === boat && one.status === 'under_way') one.status = 'ended';
    return false;
  }
}

const judged = async (harbour: Harbour, document: object): Promise<readonly string[]> => {
  const url = await serveAnswers((method, segments, given) => harbour.answer(method, segments, given));
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 200,
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: ['lifecycle/one-at-a-time'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const startings = [
  'A planned trip becomes under_way; a boat has at most one trip under_way (`409`).',
  'A planned trip becomes under_way. There is only one trip under way per boat, a second one is refused with 409.',
  'A planned trip becomes under_way. Refused with 409 if the boat already has a trip under way.',
  'A planned trip becomes under_way. A boat can only have one trip that is under_way (409).',
  'A planned trip becomes under_way. There can be one under_way trip per boat at a time (409).',
  'A planned trip becomes under_way. A boat can have one trip under way at a time; a second is refused with `409`.',
  'A planned trip becomes under_way. 409 if the trip is not planned, the boat already has a trip under way, or the harbour is closed.',
];

describe('of what there may be one at a time', () => {
  test.concurrent.for(startings)(
    'a second one is looked for: %s',
    besideOthers(async (start) => {
      expect(await judged(new Harbour(), documentWith(start))).toEqual(['pass']);
      expect(await judged(new Careless(), documentWith(start))).toEqual(['two-at-a-time']);
    }),
  );

  test.concurrent.for<readonly [string, Harbour, readonly string[]]>([
    ['refuses with another status', Object.assign(new Harbour(), { refusal: 422 }), ['pass']],
    ['ends the one before', new Following(), ['inconclusive']],
    ['starts nothing', Object.assign(new Harbour(), { first: 'ended' }), ['inconclusive']],
  ])(
    'nothing is told of a service that %s',
    besideOthers(async ([, harbour, expected]) => {
      expect(await judged(harbour, documentWith(startings[0] ?? ''))).toEqual(expected);
    }),
  );

  test.concurrent.for([
    'A planned trip becomes under_way.',
    'A planned trip becomes under_way. A boat has at most one captain (409).',
    'A planned trip becomes under_way. A boat usually has at most one trip under way.',
    'A planned trip becomes under_way. A boat should have at most one trip under way.',
    'A planned trip becomes under_way. A boat has at most one trip under way, unless `force` is sent (409).',
    'A planned trip becomes under_way. A boat has at most one trip under way during a storm (409).',
    'A planned trip becomes under_way. A captain has at most one trip under way (409).',
    'A planned trip becomes under_way. A boat may have several trips under way, and one trip under way per lane is usual.',
    'A planned trip becomes under_way. There is one trip under way per boat on most days (409).',
    'A planned trip becomes under_way. A boat has at most one trip under way per month (409).',
    'A planned trip becomes under_way. A boat has at most one trip under way with guests (409).',
    'A planned trip becomes under_way. Only one trip under way per boat is shown on the map.',
    'A planned trip becomes under_way. A boat can only have one trip under way on the free plan (409).',
    'A planned trip becomes under_way. A boat has at most one trip under way. Starting another one ends it.',
    'A planned trip becomes under_way. A boat has at most one trip per dock that is not damaged (409).',
    'A planned trip becomes under_way. 409 if the boat already has a trip (planned or under_way) on any of the days, if it leaks, or if the harbour is closed.',
    'A planned trip becomes under_way. 409 if the boat already has a trip under way at the same time, or the harbour is closed.',
    'A planned trip becomes under_way. Shown in red if it storms, the boat already has a trip under way, or the harbour is closed.',
  ])(
    'nothing is judged where the text does not say so: %s',
    besideOthers(async (start) => {
      expect(await judged(new Careless(), documentWith(start))).toEqual([]);
    }),
  );

  test.concurrent(
    'a second one is not created in the state either',
    besideOthers(async () => {
      const words = 'The trip is under_way from then on. A boat has at most one trip under_way (409).';
      const document = documentWith('Starts a planned trip.', words);
      expect(await judged(Object.assign(new Harbour(), { first: 'under_way' }), document)).toEqual(['pass']);
      expect(await judged(Object.assign(new Careless(), { first: 'under_way' }), document)).toEqual(['two-at-a-time']);
    }),
  );

  test.concurrent.for([
    'A boat has at most one trip per dock that is not ended; trying for a second is a 409.',
    'The boat must float (422 otherwise), and a boat has at most one trip to a dock that is not ended (409).',
  ])(
    'nor one beside any that is not in one state, of two that its body names: %s',
    besideOthers(async (perDock) => {
      const document = documentWith('Starts a planned trip.', `Plans a trip. ${perDock}`, ['dock_id']);
      expect(await judged(new Docks(), document)).toEqual(['pass']);
      expect(await judged(Object.assign(new Docks(), { isCareful: false }), document)).toEqual(['two-at-a-time']);
    }),
  );

  test.concurrent.for([
    'A boat has at most one trip per dock that is not damaged (409).',
    'A boat has one trip per dock that is not ended, or several.',
    'A boat should have at most one trip per dock that is not ended (409).',
    'Without a plan, a boat has at most one trip to a dock that is not ended (409).',
    'A boat has at most one trip per captain that is not ended (409).',
    'A boat has at most one captain per dock that is not ended (409).',
  ])(
    'nothing is judged where the text says something else of the two: %s',
    besideOthers(async (words) => {
      const document = documentWith('Starts a planned trip.', words, ['dock_id']);
      expect(await judged(Object.assign(new Docks(), { isCareful: false }), document)).toEqual([]);
    }),
  );
});

describe('what there may be one of, whatever its state', () => {
  /** A harbour whose trips begin at once. */
  const begun = (harbour: Harbour): Harbour => Object.assign(harbour, { first: 'under_way' });
  const started = 'A planned trip becomes under_way.';

  test.concurrent.for([
    '`409` when the boat has a trip already, the dock is closed or there is no pilot today.',
    '`404` when the boat is unknown. `409` when the dock is closed or the boat already has a trip.',
    'Refused with 409 if the boat has another trip.',
    'A boat can have only one trip at a time (409).',
    'A boat has at most one trip at a time; a second one is refused with `409`.',
  ])(
    'a second one is looked for: %s',
    besideOthers(async (create) => {
      expect(await judged(begun(new Harbour()), documentWith(started, create))).toEqual(['pass']);
      expect(await judged(begun(new Careless()), documentWith(started, create))).toEqual(['two-at-a-time']);
    }),
  );

  test.concurrent(
    'a trip that is only planned may be none of those that are meant',
    besideOthers(async () => {
      const create = '`409` when the boat has a trip already.';
      expect(await judged(new Careless(), documentWith(started, create))).toEqual(['inconclusive']);
    }),
  );

  test.concurrent.for([
    'A trip of a boat. `409` when the boat has a trip.',
    '`409` when the boat has a trip already on that day.',
    '`409` when the boat has a trip to the same dock already.',
    '`409` when the captain has a trip already.',
    '`409` when the boat has a captain already.',
    '`409` when the boat has a trip already, unless `force` is sent.',
    'When the boat has a trip already, the new one begins behind it. `409` when the dock is closed.',
    'A boat can have only one trip per day (409).',
    'A boat can have only one trip (409).',
    'A boat should have only one trip at a time (409).',
    'A boat can have only one trip at a time on the free plan (409).',
    '`409` when the boat has no trip already.',
  ])(
    'nothing is judged where the text does not say so: %s',
    besideOthers(async (create) => {
      expect(await judged(begun(new Careless()), documentWith(started, create))).toEqual([]);
    }),
  );
});

describe('what may not be there already', () => {
  const skippers = (isCareful: boolean): Docks => Object.assign(new Docks(), { by: 'licence', isCareful });
  const started = 'A planned trip becomes under_way.';
  const said =
    'Answers 409 if the boat is out of use, or if a skipper with this licence (whatever its letter case) is already booked on it and has not ended.';

  test.concurrent.for<readonly [string, boolean, readonly string[]]>([
    [said, false, ['two-at-a-time']],
    [said, true, ['pass']],
    ['409 if a skipper with the same licence is already registered.', false, ['two-at-a-time']],
    ['A skipper with this licence may already be booked on it.', false, []],
    ['409 if a skipper with this licence is already blocked.', false, []],
  ])(
    '%s (looks for it: %s)',
    besideOthers(async ([create, isCareful, expected]) => {
      expect(await judged(skippers(isCareful), documentWith(started, create, ['licence']))).toEqual(expected);
    }),
  );
});
