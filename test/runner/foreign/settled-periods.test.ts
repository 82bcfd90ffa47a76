import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;
type Says = { readonly info?: string; readonly add?: string; readonly change?: string; readonly close?: string };

const text = { type: 'string' };
const none = { description: 'None' };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const takes = (name: string): object => ({ required: true, content: { 'application/json': { schema: ref(name) } } });
const named = (name: string) => [{ name, in: 'path', required: true, schema: text }];

/** Dives of people, and their logs by month, which come about by dives and are closed by an action. */
const documentOf = ({ info = '', add = '', change = '', close = '' }: Says): object => ({
  openapi: '3.1.0',
  info: { title: 'Dives', version: '1', description: info },
  security: [{ key: [] }],
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: {
      NewDive: {
        type: 'object',
        required: ['date', 'minutes'],
        properties: { date: { ...text, format: 'date' }, minutes: { type: 'integer', minimum: 1, example: 40 } },
      },
      DiveChange: { type: 'object', properties: { minutes: { type: 'integer', minimum: 1, example: 55 } }, example: { minutes: 55 } },
      Dive: {
        type: 'object',
        required: ['id', 'diverId', 'date', 'minutes'],
        properties: { id: text, diverId: text, date: { ...text, format: 'date' }, minutes: { type: 'integer' } },
      },
      Log: {
        type: 'object',
        required: ['id', 'diverId', 'month', 'state'],
        properties: { id: text, diverId: text, month: text, state: { ...text, enum: ['open', 'closed'] } },
      },
    },
  },
  paths: {
    '/dives': {
      get: { responses: { '200': shows({ type: 'array', items: ref('Dive') }) } },
      post: { description: add, requestBody: takes('NewDive'), responses: { '201': shows(ref('Dive')), '409': none, '422': none } },
    },
    '/dives/{diveId}': {
      parameters: named('diveId'),
      get: { responses: { '200': shows(ref('Dive')), '404': none } },
      patch: { description: change, requestBody: takes('DiveChange'), responses: { '200': shows(ref('Dive')), '404': none, '409': none } },
      delete: { responses: { '204': none, '404': none, '409': none } },
    },
    '/logs': { get: { responses: { '200': shows({ type: 'array', items: ref('Log') }) } } },
    '/logs/{logId}/close': {
      parameters: named('logId'),
      post: { description: close, responses: { '200': shows(ref('Log')), '404': none, '409': none } },
    },
  },
});

type World = {
  readonly looks?: boolean;
  readonly isFilled?: boolean;
  readonly diver?: string;
  readonly isOwnRefused?: boolean;
  readonly check?: string;
};

/** The verdicts, and how often a log was closed. */
const judged = async (
  says: Says,
  {
    looks = false,
    isFilled = false,
    diver = 'diver-of-the-log-1',
    isOwnRefused = false,
    check = 'lifecycle/settled-period-kept',
  }: World = {},
) => {
  const dives = new Map<string, Json>();
  const logs = new Map<string, Json>();
  let [last, closed] = [0, 0];
  const monthOf = (day: unknown): string => String(day).slice(0, 7);
  if (isFilled)
    for (let ago = 0; ago < 40; ago += 1) {
      const month = new Date(Date.now() - ago * 30 * 86_400_000).toISOString().slice(0, 7);
      logs.set(`log-${month}`, { id: `log-${month}`, diverId: diver, month, state: 'open' });
    }
  const isClosed = (day: unknown): boolean => looks && logs.get(`log-${monthOf(day)}`)?.['state'] === 'closed';
  const url = await serveAnswers((method, [root, id = '', verb], given): Answer => {
    if (root === 'logs') {
      if (id === '') return method === 'GET' ? [200, [...logs.values()]] : [405];
      const log = logs.get(id);
      if (!log || verb !== 'close' || method !== 'POST') return [404];
      if (isOwnRefused) return [403];
      closed += 1;
      logs.set(id, { ...log, state: 'closed' });
      return [200, logs.get(id)];
    }
    if (root !== 'dives') return [404];
    if (id === '') {
      if (method === 'GET') return [200, [...dives.values()]];
      if (typeof given['date'] !== 'string' || typeof given['minutes'] !== 'number') return [422];
      if (isClosed(given['date'])) return [409];
      const made = { id: `dive-number-${(last += 1)}`, diverId: 'diver-of-the-log-1', date: given['date'], minutes: given['minutes'] };
      dives.set(made.id, made);
      const month = monthOf(made.date);
      if (!logs.has(`log-${month}`)) logs.set(`log-${month}`, { id: `log-${month}`, diverId: diver, month, state: 'open' });
      return [201, made];
    }
    const dive = dives.get(id);
    if (!dive) return [404];
    if (method === 'GET') return [200, dive];
    if (isClosed(dive['date'])) return [409];
    if (method === 'DELETE') return [dives.delete(id) ? 204 : 404];
    dives.set(id, { ...dive, ...given });
    return [200, dives.get(id)];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentOf(says)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 40,
    selection: { only: [check], skip: [] },
  });
  const own = verdicts.filter(({ case: one }) => one.check === check);
  return { kinds: own.map(({ verdict }) => verdict.kind), closed };
};

const comes = 'A log comes into being with the first dive of a month.';

test.concurrent.for<Says>([
  { info: `${comes} Once the log of a month is closed, dives of that month can't be added, changed or deleted (\`409\`).` },
  { add: '`409` when the month of `date` is already closed.' },
  { change: 'A dive of a closed month cannot be changed (`409`).' },
  { close: '`closed` is final: from then on the dives of that month can no longer be changed or deleted.' },
])(
  'what is done in a month that is closed is told: %j',
  besideOthers(async (says: Says) => {
    const [careless, careful] = [await judged(says), await judged(says, { looks: true })];
    expect(careless.kinds).toContain('fail');
    expect([...new Set(careful.kinds)]).toEqual(['pass']);
  }),
);

test.concurrent.for<Says>([
  { info: comes },
  { info: "Dives of a closed month can't be changed, unless an instructor asks for that." },
  { change: 'Only instructors change dives of a closed month, otherwise `409`.' },
  { change: 'Dives of a closed month may be changed.' },
  { change: '`409` while the month is not closed.' },
  { add: '`409` if there is a dive of that day already.' },
  { info: "The log of a closed month can't be deleted (`409`)." },
  { close: 'Dives of a closed month should not be changed.' },
])(
  'nothing is tried where the document does not refuse it: %j',
  besideOthers(async (says: Says) => {
    expect(await judged(says)).toEqual({ kinds: [], closed: 0 });
  }),
);

test.concurrent.for<World>([{ isFilled: true }, { diver: 'somebody-else-12' }])(
  'a month that is not of the run alone is closed by nobody: %j',
  besideOthers(async (world: World) => {
    const { kinds, closed } = await judged({ change: 'A dive of a closed month cannot be changed (`409`).' }, world);
    expect([[...new Set(kinds)], closed]).toEqual([['inconclusive'], 0]);
  }),
);

const final = '`closed` is final: from then on the dives of that month can no longer be changed or deleted (`409`).';
const settling = 'auth/own-settling-refused';

test.concurrent.for<Says>([
  { close: `Nobody closes their own log (\`403\`), not even an instructor. ${final}` },
  { close: `Closing your own log is refused. ${final}` },
  { close: `You cannot close your own log: that is a 403. ${final}` },
])(
  'a log that its own diver closes is told: %j',
  besideOthers(async (says: Says) => {
    expect((await judged(says, { looks: true, check: settling })).kinds).toEqual(['fail']);
    expect((await judged(says, { looks: true, isOwnRefused: true, check: settling })).kinds).toEqual(['pass']);
  }),
);

test.concurrent.for<readonly [Says, World, readonly string[]]>([
  [{ close: final }, {}, []],
  [{ close: `You close your own log. ${final}` }, {}, []],
  [{ close: `Nobody closes their own log, except instructors. ${final}` }, {}, []],
  [{ close: `Nobody should close their own log. ${final}` }, {}, []],
  [{ close: `Whoever submitted the log cannot close it. ${final}` }, {}, []],
  [{ close: `Nobody deletes their own log (\`403\`). ${final}` }, {}, []],
  [{ close: `Nobody closes their own log (\`403\`). ${final}` }, { diver: 'somebody-else-12' }, ['inconclusive']],
])(
  'a log that its own diver may close, or that is not of the caller, is not judged: %j',
  besideOthers(async ([says, world, kinds]: readonly [Says, World, readonly string[]]) => {
    expect((await judged(says, { looks: true, ...world, check: settling })).kinds).toEqual(kinds);
  }),
);
