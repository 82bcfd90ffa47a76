import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 400: { description: 'Wrong' }, 404: { description: 'None' } };
const inPath = (name: string) => [{ name, in: 'path', required: true, schema: text }];
const asks = (schema: object) => ({ required: true, ...json(schema) });

const room = { type: 'integer', minimum: 1, maximum: 400 };
const membersOfSailing = ({ byNumber = false, roomSaid }: Shape) => {
  const said = roomSaid === undefined ? room : { ...room, description: roomSaid };
  return byNumber ? { harbour: text, max_bookings: { ...said, nullable: true } } : { harbour: text, capacity: said };
};
const bookingMembers = { guest: text, seats: { type: 'integer', minimum: 1, maximum: 8, default: 1 } };
const bookingIn = (...states: readonly string[]) =>
  object({ id: text, sailing_id: text, ...bookingMembers, state: { type: 'string', enum: states } });
const crew = object({ id: text, title: text });
const mate = object({ id: text, crew_id: text, called: text });

type Shape = {
  /** What is said of a sailing that is full. */
  readonly full?: string;
  readonly cancels?: boolean;
  readonly byBody?: boolean;
  /** A sailing shows no number of what is left. */
  readonly blind?: boolean;
  /** A sailing may say how many bookings it takes, and not how many seats it has. */
  readonly byNumber?: boolean;
  /** What is said of the number of seats, or of bookings. */
  readonly roomSaid?: string;
  /** A booking says when it is, and others may be at other times. */
  readonly timed?: boolean;
  /** What is said of those who have to wait. */
  readonly waits?: string;
};

/** Sailings with seats for bookings, and crews of at most three mates. */
const document = (shape: Shape) => {
  const { full = 'The sailing is full.', cancels = false, byBody = false, blind = false } = shape;
  const sailingMembers = membersOfSailing(shape);
  const sailing = object({ id: text, ...sailingMembers, ...(blind ? {} : { seats_left: { type: 'integer' } }) });
  const booking = shape.waits === undefined ? bookingIn('booked', 'cancelled') : bookingIn('asked', 'waiting', 'booked', 'cancelled');
  const booked = { ...shows(booking, '201'), ...refused, 409: { description: full } };
  const created = {
    ...(shape.waits === undefined ? {} : { description: shape.waits }),
    requestBody: asks(
      object(
        {
          ...bookingMembers,
          ...(byBody ? { sailing_id: text } : {}),
          ...(shape.timed ? { starts_at: { type: 'string', format: 'date-time' }, ends_at: { type: 'string', format: 'date-time' } } : {}),
        },
        byBody ? ['guest', 'sailing_id'] : ['guest'],
      ),
    ),
    responses: booked,
  };
  const item = byBody ? '/bookings/{bookingId}' : '/sailings/{sailingId}/bookings/{bookingId}';
  const parameters = byBody ? inPath('bookingId') : [...inPath('sailingId'), ...inPath('bookingId')];
  return {
    openapi: '3.0.3',
    info: { title: 'Sailings', version: '1', description: 'A crew has at most three mates; one more is refused with 409.' },
    paths: {
      '/sailings': {
        get: { responses: shows({ type: 'array', items: sailing }) },
        post: {
          requestBody: asks(object(sailingMembers, shape.byNumber ? ['harbour'] : ['harbour', 'capacity'])),
          responses: { ...shows(sailing, '201'), ...refused },
        },
      },
      '/sailings/{sailingId}': {
        parameters: inPath('sailingId'),
        get: { responses: { ...shows(sailing), ...refused } },
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
      [byBody ? '/bookings' : '/sailings/{sailingId}/bookings']: {
        ...(byBody ? {} : { parameters: inPath('sailingId') }),
        get: { responses: { ...shows({ type: 'array', items: booking }), ...refused } },
        post: created,
      },
      [item]: {
        parameters,
        get: { responses: { ...shows(booking), ...refused } },
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
      ...(cancels
        ? {
            [`${item}/cancel`]: {
              parameters,
              post: {
                description: 'Cancels the booking, which frees its seats.',
                responses: { ...shows(booking), ...refused, 409: { description: 'It is cancelled' } },
              },
            },
          }
        : {}),
      '/crews': { post: { requestBody: asks(object({ title: text }, ['title'])), responses: { ...shows(crew, '201'), ...refused } } },
      '/crews/{crewId}': {
        parameters: inPath('crewId'),
        get: { responses: { ...shows(crew), ...refused } },
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
      '/crews/{crewId}/mates': {
        parameters: inPath('crewId'),
        post: {
          requestBody: asks(object({ called: text }, ['called'])),
          responses: { ...shows(mate, '201'), ...refused, 409: { description: 'No more mates' } },
        },
      },
      '/crews/{crewId}/mates/{mateId}': {
        parameters: [...inPath('crewId'), ...inPath('mateId')],
        get: { responses: { ...shows(mate), ...refused } },
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
    },
  };
};

type Habit =
  | 'sells nothing yet'
  | 'plain'
  | 'counts later'
  | 'has at least ten seats'
  | 'has a waiting list'
  | 'lets one too many not wait'
  | 'lets nobody wait before a purser has looked'
  | 'refuses a guest twice'
  | 'takes one too many'
  | 'takes one too few'
  | 'counts before it waits'
  | 'counts bookings and not seats'
  | 'counts what is cancelled'
  | 'counts what is removed'
  | 'lowers seats_left alone'
  | 'never lowers seats_left'
  | 'takes any number of mates';

type Kept = { readonly id: string; readonly kind: string; readonly above: string; state?: string; readonly body: Json };

const judged = async (habit: Habit, shape: Shape = {}) => {
  const kept = new Map<string, Kept>();
  /** Seats of bookings that were removed. */
  const ghosts = new Map<string, number>();
  const lowered = new Map<string, number>();
  const counts = new Map<string, { value: number; readonly at: number }>();
  let next = 1;
  const below = (kind: string, above: string): Kept[] => [...kept.values()].filter((one) => one.kind === kind && one.above === above);
  const takes = (one: Kept): number =>
    one.state === 'cancelled' && habit !== 'counts what is cancelled'
      ? 0
      : habit === 'counts bookings and not seats'
        ? 1
        : Number(one.body['seats'] ?? 1);
  const taken = (id: string): number =>
    below('bookings', id).reduce((sum, one) => sum + takes(one), 0) + (habit === 'counts what is removed' ? (ghosts.get(id) ?? 0) : 0);
  const roomOf = (one: Kept): number => Number(one.body[shape.byNumber ? 'max_bookings' : 'capacity'] ?? Infinity);
  const leftOf = (one: Kept): number => {
    const now = Math.max(0, roomOf(one) - taken(one.id));
    if (habit === 'never lowers seats_left') return roomOf(one);
    if (habit === 'lowers seats_left alone') return roomOf(one) - (lowered.get(one.id) ?? 0);
    if (habit !== 'counts later') return now;
    const known = counts.get(one.id);
    if (!known || Date.now() - known.at > 400) counts.set(one.id, { value: now, at: Date.now() });
    return counts.get(one.id)?.value ?? now;
  };
  const shown = (one: Kept): Json => ({
    id: one.id,
    ...one.body,
    ...(one.kind === 'sailings' && !shape.blind ? { seats_left: leftOf(one) } : {}),
    ...(one.kind === 'bookings' ? { sailing_id: one.above, state: one.state } : {}),
    ...(one.kind === 'mates' ? { crew_id: one.above } : {}),
  });
  const url = await serve((incoming, outgoing) => {
    const { method = '', url: path = '' } = incoming;
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const steps = path.split('?')[0]?.split('/').slice(1) ?? [];
    const isAction = steps.at(-1) === 'cancel' && shape.cancels === true;
    const [kind = '', id = ''] = (isAction ? steps.slice(0, -1) : steps).slice(steps.length > 2 ? 2 : 0);
    const above = steps.length > 2 && !(shape.byBody && kind === '') ? steps[1] : undefined;
    const root = shape.byBody && steps[0] === 'bookings' ? 'bookings' : kind;
    const own = shape.byBody && steps[0] === 'bookings' ? (steps[1] ?? '') : id;
    const kinds = ['sailings', 'bookings', 'crews', 'mates'];
    if (!kinds.includes(root)) return end(404);
    if (above !== undefined && root !== 'bookings' && root !== 'mates') return end(404);
    const parent = above === undefined || (shape.byBody === true && root === 'bookings') ? undefined : kept.get(above);
    if (above !== undefined && !parent && !(shape.byBody && root === 'bookings')) return end(404);
    const found = kept.get(own);
    const one = found?.kind === root && (parent === undefined || found.above === parent.id) ? found : undefined;
    const add = async (): Promise<void> => {
      const body = await objectBody(incoming);
      const word = { sailings: 'harbour', bookings: 'guest', crews: 'title', mates: 'called' }[root] ?? '';
      if (!body || typeof body[word] !== 'string' || body[word] === '') return end(400);
      const capacity = shape.byNumber ? (body['max_bookings'] ?? 1) : body['capacity'];
      if (root === 'sailings' && (!Number.isInteger(capacity) || Number(capacity) < 1)) return end(400);
      const seats = body['seats'] ?? 1;
      if (root === 'bookings' && (!Number.isInteger(seats) || Number(seats) < 1 || Number(seats) > 8)) return end(400);
      const holder = root === 'bookings' && shape.byBody ? kept.get(String(body['sailing_id'])) : parent;
      if (root === 'bookings' && holder?.kind !== 'sailings') return end(404);
      if (root === 'mates' && holder?.kind !== 'crews') return end(404);
      const given =
        root === 'sailings' && habit === 'has at least ten seats' ? { ...body, capacity: Math.max(10, Number(capacity)) } : body;
      const made: Kept = { id: `${root[0]}${next++}`, kind: root, above: holder?.id ?? '', state: 'booked', body: given };
      if (root === 'mates' && habit !== 'takes any number of mates' && below('mates', made.above).length >= 3)
        return end(409, { error: 'No more mates' });
      if (root === 'bookings' && habit === 'sells nothing yet') return end(409, { error: 'The sailing is not on sale' });
      if (root === 'bookings' && holder) {
        const more = habit === 'takes one too many' || habit === 'lets one too many not wait' ? 1 : habit === 'takes one too few' ? -1 : 0;
        const isFull = taken(holder.id) + (habit === 'counts bookings and not seats' ? 1 : Number(seats)) > roomOf(holder) + more;
        if (habit === 'counts before it waits') await new Promise((resolve) => setTimeout(resolve, 30));
        const isWaiting = habit === 'has a waiting list' || habit === 'lets one too many not wait';
        if (habit === 'lets nobody wait before a purser has looked') made.state = 'asked';
        else if (isFull && !isWaiting) return end(409, { error: 'The sailing is full' });
        else if (isFull) made.state = 'waiting';
        const isTwice = below('bookings', holder.id).some((other) => other.body['guest'] === body['guest']);
        if (habit === 'refuses a guest twice' && isTwice) return end(409, { error: 'This guest has a booking' });
        lowered.set(holder.id, (lowered.get(holder.id) ?? 0) + Number(seats));
      }
      kept.set(made.id, made);
      return end(201, shown(made));
    };
    if (isAction) {
      if (!one || method !== 'POST') return end(one ? 405 : 404);
      if (one.state === 'cancelled') return end(409);
      one.state = 'cancelled';
      return end(200, shown(one));
    }
    if (own === '')
      return method === 'POST' ? void add() : method === 'GET' ? end(200, below(root, parent?.id ?? '').map(shown)) : end(405);
    if (!one) return end(404);
    if (method === 'GET') return end(200, shown(one));
    if (method !== 'DELETE') return end(405);
    kept.delete(one.id);
    ghosts.set(one.above, (ghosts.get(one.above) ?? 0) + Number(one.body['seats'] ?? 1));
    for (const [at, other] of kept) if (other.above === one.id) kept.delete(at);
    return end(204);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(shape)), url, {
    allow: ['mutation', 'destructive'],
    credentials: [],
    selection: { only: ['lifecycle/capacity-kept', 'lifecycle/last-place-given-once', 'lifecycle/place-comes-back'], skip: [] },
  });
  const of = (kind: string): string[] =>
    verdicts.flatMap(({ id, verdict }) =>
      verdict.kind === kind ? [`${id.split('@')[0]?.split('/')[1]} ${id.includes('crews') ? 'mates' : 'bookings'}`] : [],
    );
  return {
    failed: of('fail'),
    passed: of('pass'),
    codes: verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : [])),
    cases: verdicts.length,
    left: kept.size,
  };
};

const waits = 'If the sailing is full, the booking is `waiting`, otherwise `booked`.';

test.for<readonly [Habit, Shape]>([
  ['has a waiting list', { waits, full: 'The sailing left already.' }],
  ['has a waiting list', { waits, byBody: true, blind: true }],
  ['has a waiting list', { waits: 'While there are free seats, a booking is `booked`, after that it is `waiting`.' }],
])('those for whom there is no room wait: %s %o', async ([habit, shape]) => {
  const { failed, passed, left } = await judged(habit, shape);
  expect({ failed, left }).toEqual({ failed: [], left: 0 });
  expect(passed).toContain('capacity-kept bookings');
});

const closing = {
  byNumber: true,
  blind: true,
  full: 'The sailing is closed.',
  waits: 'Only an open sailing takes bookings. The booking that reaches `max_bookings` closes the sailing.',
};

test('the last booking may close the sailing, and a removed one opens it no more', async () => {
  const { failed, passed, left } = await judged('counts what is removed', { ...closing });
  expect({ failed: failed.filter((one) => one.endsWith('bookings')), left }).toEqual({ failed: [], left: 0 });
  expect(passed).toContain('capacity-kept bookings');
});

const all = ['capacity-kept', 'last-place-given-once', 'place-comes-back'].flatMap((one) => [`${one} bookings`, `${one} mates`]);

test.for<readonly [Habit, Shape]>([
  ['plain', {}],
  ['plain', { cancels: true }],
  ['plain', { byBody: true }],
  ['plain', { full: 'There are not enough seats for this booking.', cancels: true, byBody: true }],
  ['counts later', {}],
  ['refuses a guest twice', {}],
  ['counts bookings and not seats', { byNumber: true, blind: true }],
  ['plain', { roomSaid: 'Seats of the boat. Cancelled bookings do not count.', cancels: true }],
  ['counts bookings and not seats', { byNumber: true, blind: true, roomSaid: 'The most bookings of the sailing.' }],
])('what has room for a number passes: %s %o', async ([habit, shape]) => {
  const { failed, passed, left } = await judged(habit, shape);
  expect({ failed, passed: passed.toSorted(), left }).toEqual({ failed: [], passed: all.toSorted(), left: 0 });
});

test.for<readonly [Habit, Shape]>([
  ['has at least ten seats', {}],
  ['has a waiting list', {}],
  ['lets nobody wait before a purser has looked', { waits }],
  ['lets nobody wait before a purser has looked', { waits: 'If the sailing is full, the booking is `waiting`.' }],
  ['lets one too many not wait', { waits, timed: true }],
  ['lets one too many not wait', { waits, roomSaid: 'The seats for each group of guests.' }],
  ['takes one too few', { blind: true }],
  ['takes one too many', { full: 'The boat is full: the load of all bookings is too great.' }],
  ['takes one too many', { full: 'The sailing left already.' }],
  ['takes one too many', { full: 'The sailing is full, and may still be overbooked by the purser.' }],
  ['takes one too many', { byNumber: true, roomSaid: 'The most bookings per day.', full: 'The sailing is fully booked on that day.' }],
  ['takes one too many', { byNumber: true, roomSaid: 'How many bookings a guest may have each week.' }],
  ['takes one too many', { byNumber: true, roomSaid: 'The most bookings of one guest.' }],
  ['takes one too many', { roomSaid: 'A soft limit, which a purser is warned of.' }],
  ['takes one too many', { roomSaid: 'Not enforced, for planning alone.' }],
  ['takes one too many', { byNumber: true, roomSaid: 'The most bookings. Only paid bookings count.' }],
  ['takes one too many', { byNumber: true, roomSaid: 'The most bookings. Bookings that are not paid yet do not count.' }],
  ['takes one too many', { byNumber: true, roomSaid: 'The most paid bookings.' }],
  ['takes one too many', { roomSaid: 'The capacity of the boat.', full: 'The guest has a booking already.' }],
  ['takes one too many', { roomSaid: 'Seats of the boat; whether it is full is looked at when a booking is paid.' }],
  ['takes one too many', { byNumber: true, roomSaid: 'The most bookings at the same time of the day.' }],
  ['takes one too many', { timed: true, blind: true, full: 'The boat is fully booked.' }],
  ['takes one too many', { timed: true, full: 'The party is greater than the capacity of the boat.' }],
])('nobody is accused of %s %o', async ([habit, shape]) => {
  const { failed, left } = await judged(habit, shape);
  expect({ failed, left }).toEqual({ failed: [], left: 0 });
});

test('a refusal of all proves nothing about the last place', async () => {
  const { failed, passed } = await judged('sells nothing yet', {});
  expect({ failed, passed: passed.filter((one) => one.endsWith('bookings')) }).toEqual({ failed: [], passed: [] });
});

test.for<readonly [Habit, Shape, string]>([
  ['takes one too many', {}, 'over-capacity'],
  ['takes one too many', { byBody: true }, 'over-capacity'],
  ['lets one too many not wait', { waits }, 'over-capacity'],
  ['lets one too many not wait', { waits, byBody: true, full: 'The sailing left already.' }, 'over-capacity'],
  ['takes one too many', { byNumber: true, blind: true }, 'over-capacity'],
  ['takes one too many', { ...closing }, 'over-capacity'],
  ['takes one too few', {}, 'full-too-early'],
  ['counts before it waits', {}, 'last-place-given-twice'],
  ['counts bookings and not seats', {}, 'more-places-than-left'],
  ['counts what is cancelled', { cancels: true }, 'left-not-raised'],
  ['counts what is removed', {}, 'left-not-raised'],
  ['counts what is removed', { blind: true }, 'place-not-given-back'],
  ['counts what is cancelled', { blind: true, cancels: true, byBody: true }, 'place-not-given-back'],
  ['lowers seats_left alone', { byBody: true }, 'left-not-raised'],
  ['never lowers seats_left', {}, 'left-not-lowered'],
  ['takes any number of mates', {}, 'over-capacity'],
])('a service that %s %o is told of %s', async ([habit, shape, code]) => {
  const { codes, left } = await judged(habit, shape);
  expect(codes).toContain(code);
  expect(left).toBe(0);
});
