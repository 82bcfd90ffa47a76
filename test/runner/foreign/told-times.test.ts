import { expect, test } from 'vitest';
import { judgeCollection } from './serve-collection.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });

type Said = {
  /** The text of the creation. */
  readonly operation?: string;
  /** The text of the answer that refuses. */
  readonly refusal?: string;
  readonly status?: 400 | 409 | 422;
  /** Is the answer that refuses described once, for the creation and the change? */
  readonly isShared?: true;
  readonly introduction?: string;
  /** Members that may be left out. */
  readonly optional?: readonly string[];
  /** The members beside the name; all others are required. */
  readonly members: Readonly<Record<string, object>>;
  /** What the text of a change says, which takes the same members; there is no change without it. */
  readonly change?: string;
};

const documentOf = ({ operation, refusal = 'Not valid', status = 422, introduction, members, optional = [], change, isShared }: Said) => {
  const session = {
    type: 'object',
    required: ['id', 'name', ...Object.keys(members).filter((name) => !optional.includes(name))],
    properties: { id: { type: 'string', readOnly: true }, name: { type: 'string', minLength: 1, maxLength: 80 }, ...members },
  };
  const wrong = { [status]: isShared ? { $ref: '#/components/responses/Wrong' } : { description: refusal } };
  return {
    openapi: '3.1.0',
    info: { title: 'Sessions', version: '1', ...(introduction === undefined ? {} : { description: introduction }) },
    paths: {
      '/sessions': {
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: session }) } } },
        post: {
          ...(operation === undefined ? {} : { description: operation }),
          requestBody: { required: true, ...json(session) },
          responses: { 201: { description: 'Made', ...json(session) }, ...wrong },
        },
      },
      '/sessions/{sessionId}': {
        parameters: [{ name: 'sessionId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: { description: 'It', ...json(session) }, 404: { description: 'None' } } },
        ...(change === undefined
          ? {}
          : {
              patch: {
                description: change,
                requestBody: { required: true, ...json({ type: 'object', properties: { name: { type: 'string' }, ...members } }) },
                responses: { 200: { description: 'Changed', ...json(session) }, 404: { description: 'None' }, ...wrong },
              },
            }),
        delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
      },
    },
    ...(isShared ? { components: { responses: { Wrong: { description: refusal } } } } : {}),
  };
};

/** Is a body taken; a text for one that is stored in another form. */
type Takes = (body: Json) => boolean;

const told = (said: Said, takes: Takes, { stored = (body: Json): Json => body, takesChange = takes } = {}) =>
  judgeCollection(
    documentOf(said),
    { root: 'sessions', name: 'name', refusal: said.status ?? 422, takes, takesChange, stored },
    'body/told-time-refused',
    40,
  );

const day = { type: 'string', format: 'date' };
const moment = { type: 'string', format: 'date-time' };

const daysAhead = (value: unknown): number => (Date.parse(String(value)) - Date.now()) / 86_400_000;
const today = (): string => new Date().toISOString().slice(0, 10);

const limits = 'In the future, at most 400 days ahead.';
const listed =
  'Managers only.\n\nRefused with 422: a course or room which does not exist; a start which is not in the future or more than 400 days ahead; a capacity above that of the room.';

type Row = readonly [name: string, said: Said, holds: Takes, lax: readonly Takes[]];

const msOf = (value: unknown): number => (typeof value === 'string' ? Date.parse(value) : Number.NaN);
const inOrder: Takes = ({ startsAt, endsAt }) => endsAt === undefined || msOf(startsAt) < msOf(endsAt);
const between =
  (name: string, from: number, to: number): Takes =>
  (body) =>
    inOrder(body) && daysAhead(body[name]) > from && daysAhead(body[name]) < to;

const rows: readonly Row[] = [
  [
    'a list of what is refused',
    { operation: listed, members: { startsAt: moment, endsAt: moment } },
    between('startsAt', 0, 400),
    [between('startsAt', -900, 400), between('startsAt', 0, 9000), inOrder],
  ],
  [
    'a limit ahead',
    { members: { startsAt: { ...moment, description: limits } } },
    between('startsAt', 0, 400),
    [between('startsAt', 0, 2000)],
  ],
  [
    'a least distance',
    { operation: '`startsAt` has to lie at least 2 days ahead (`422`).', members: { startsAt: moment, endsAt: moment } },
    between('startsAt', 2, 9000),
    [between('startsAt', 0, 9000), inOrder],
  ],
  [
    'a day after today',
    { operation: 'A day after today is refused with `422`.', members: { takenOn: day } },
    ({ takenOn }) => String(takenOn) <= today(),
    [between('takenOn', -9000, 9000), between('takenOn', -9000, 400)],
  ],
  [
    'a sentence before it that names the member',
    {
      operation: '`takenOn` is the day of the lesson. A day after today is refused with `400`.',
      status: 400,
      members: { takenOn: day, billedOn: day },
    },
    ({ takenOn }) => String(takenOn) <= today(),
    [between('takenOn', -9000, 9000)],
  ],
  [
    'a conflict',
    { operation: '409 if the departure is in the past.', status: 409, members: { departsAt: moment } },
    between('departsAt', 0, 9000),
    [between('departsAt', -9000, 9000), between('departsAt', -5, 9000)],
  ],
  [
    'the text of the refusal',
    { refusal: 'The start is in the past, or the room is taken.', members: { startsAt: moment, endsAt: moment } },
    between('startsAt', 0, 9000),
    [inOrder],
  ],
  [
    'a step of the clock',
    { members: { startsAt: { ...moment, description: 'In the future, on a quarter of an hour' } } },
    (body) => between('startsAt', 0, 9000)(body) && msOf(body['startsAt']) % 900_000 === 0,
    [between('startsAt', 0, 9000)],
  ],
  [
    'a distance behind',
    { members: { readOn: { ...day, description: 'Not in the future, and no more than 30 days in the past.' } } },
    ({ readOn }) => String(readOn) <= today() && daysAhead(readOn) > -31,
    [between('readOn', -9000, 1)],
  ],
  [
    'hours of work',
    {
      introduction: 'Rooms are open on weekdays, from Monday to Friday.',
      operation: listed,
      members: { startsAt: moment, endsAt: moment },
    },
    (body) => between('startsAt', 0, 400)(body) && ![0, 6].includes(new Date(String(body['startsAt'])).getUTCDay()),
    [(body) => inOrder(body) && ![0, 6].includes(new Date(String(body['startsAt'])).getUTCDay())],
  ],
];

test.each(rows.flatMap(([name, said, , lax]) => lax.map((takes, n) => [`${name}, ${n}`, said, takes] as const)))(
  'a time that may not be taken is told: %s',
  async (_name, said, takes) => {
    expect(await told(said, takes)).toEqual({ failed: ['OAS-173 should'], passed: 0, left: [] });
  },
);

test.each(rows)('nothing is told where it is refused: %s', async (_name, said, holds) => {
  expect(await told(said, holds)).toEqual({ failed: [], passed: 1, left: [] });
});

test('a change keeps the rules of a new one, where its text says so', async () => {
  const said: Said = { operation: listed, members: { startsAt: moment }, change: 'The result has to keep the rules of a new one.' };
  const holds = between('startsAt', 0, 400);
  expect(await told(said, holds, { takesChange: () => true })).toEqual({ failed: ['OAS-173 should'], passed: 1, left: [] });
  expect(await told(said, holds)).toEqual({ failed: [], passed: 2, left: [] });
  const silent = { ...said, change: 'Changes a session.' };
  expect(await told(silent, holds, { takesChange: () => true })).toEqual({ failed: [], passed: 1, left: [] });
});

test('a service that stores the nearest time that it allows takes none that it does not', async () => {
  const said: Said = { members: { startsAt: { ...moment, description: 'At most 400 days ahead.' } } };
  const stored = (body: Json): Json => ({
    ...body,
    startsAt: new Date(Math.min(Date.parse(String(body['startsAt'])), Date.now() + 400 * 86_400_000)).toISOString(),
  });
  expect(await told(said, () => true, { stored })).toEqual({ failed: [], passed: 0, left: [] });
});

test('a member that may be left out is told where the answer shows it, and not where it is passed over', async () => {
  const said: Said = {
    operation: '`endsOn` more than 90 days ahead is refused.',
    optional: ['endsOn'],
    members: { startsAt: moment, endsOn: day },
  };
  expect(await told(said, () => true)).toEqual({ failed: ['OAS-173 should'], passed: 0, left: [] });
  const stored = ({ endsOn: _endsOn, ...body }: Json): Json => body;
  expect(await told(said, () => true, { stored })).toEqual({ failed: [], passed: 0, left: [] });
  expect(await told(said, (body) => body['endsOn'] === undefined || daysAhead(body['endsOn']) < 90)).toEqual({
    failed: [],
    passed: 1,
    left: [],
  });
});

test('a refusal of every body is no pass', async () => {
  expect(await told({ operation: listed, members: { startsAt: moment } }, () => false)).toEqual({ failed: [], passed: 0, left: [] });
});

test.each<readonly [string, Said]>([
  ['nothing', { members: { startsAt: moment } }],
  ['what is usual', { operation: 'Usually a start in the past is refused.', members: { startsAt: moment } }],
  ['one kind', { operation: 'A start in the past is refused unless the session is logged.', members: { startsAt: moment } }],
  [
    'a kind that another sentence names',
    {
      operation: 'A start in the past is refused with 422. For sessions that are logged later, the start may lie in the past.',
      members: { startsAt: moment },
    },
  ],
  [
    'a kind that the introduction names',
    {
      introduction: 'Walks can be entered with a start in the past.',
      operation: listed.replace(' or more than 400 days ahead', ''),
      members: { startsAt: moment },
    },
  ],
  [
    'a role that the introduction names',
    {
      introduction: 'Managers may also enter past sessions.',
      operation: 'A start in the past is refused with 422.',
      members: { startsAt: moment },
    },
  ],
  ['a kind of two things', { operation: '422 if the start is in the past and the session is online.', members: { startsAt: moment } }],
  ['two times', { operation: 'A date in the past is refused with 422.', members: { startsOn: day, billedOn: day } }],
  ['a state', { operation: 'A session in the past cannot be changed (`409`).', members: { startsAt: moment } }],
  [
    'an answer that several operations share',
    { refusal: 'A name is missing, or a date is in the past.', isShared: true, members: { startsAt: moment }, change: 'Changes it.' },
  ],
  ['a count', { operation: listed, members: { startsAt: { type: 'integer' } } }],
  ['a time that is only read', { operation: listed, members: { startsAt: { ...moment, readOnly: true } } }],
  ['advice', { members: { startsAt: { ...moment, description: 'Should be at most 30 days ahead.' } } }],
  ['what is remembered', { members: { remindAt: { ...moment, description: 'At least 2 days in advance.' } } }],
])('nothing is told of %s', async (_name, said) => {
  expect(await told(said, () => true)).toEqual({ failed: [], passed: 0, left: [] });
});
