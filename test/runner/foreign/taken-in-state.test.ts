import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 80 };
const day = { type: 'string', format: 'date' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shown = (schema: object) => ({ description: 'd', ...json(schema) });
const none = { description: 'None' };
const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }] });

const shift = object({
  id: { type: 'string' },
  driver_id: { type: 'string' },
  starts_on: day,
  ends_on: day,
  state: { type: 'string', enum: ['planned', 'current', 'ended'] },
});
const report = object({
  id: { type: 'string' },
  driver_id: { type: 'string' },
  text,
  status: { type: 'string', enum: ['open', 'closed'] },
});

/** Drivers with shifts, whose state follows from their days, and with reports, which an action closes. */
const document = (words: string) => {
  const of = (noun: string, one: object, asked: object) => ({
    [`/${noun}s`]: {
      get: { responses: { 200: shown({ type: 'array', items: one }) } },
      post: { requestBody: { required: true, ...json(asked) }, responses: { 201: shown(one), 422: none } },
    },
    [`/${noun}s/{${noun}_id}`]: { ...inPath(`${noun}_id`), get: { responses: { 200: shown(one), 404: none } } },
  });
  const drivers = of('driver', object({ id: { type: 'string' }, name: text }), object({ name: text }));
  return {
    openapi: '3.0.3',
    info: { title: 'Depot', version: '1' },
    paths: {
      ...drivers,
      '/drivers/{driver_id}': {
        ...drivers['/drivers/{driver_id}'],
        delete: { description: words, responses: { 204: { description: 'Gone' }, 404: none, 409: none } },
      },
      ...of('shift', shift, object({ driver_id: { type: 'string' }, starts_on: day, ends_on: day })),
      ...of('report', report, object({ driver_id: { type: 'string' }, text })),
      '/reports/{report_id}/close': {
        ...inPath('report_id'),
        post: { summary: 'Close a report', responses: { 200: shown(report), 404: none, 409: none } },
      },
    },
  };
};

const said = {
  both: 'Refused with `409` while the driver has shifts that are `planned` or `current`, or an open report. Shifts that have ended are\nremoved with the driver. Closed reports stay.',
  reports: 'Refused with 409 while the driver has shifts, or reports that are open. Closed reports are deleted as well.',
  neither: 'Refused with 409 while the driver has open reports or shifts.',
} as const;

type Habit = 'keeps to it' | 'takes no past shifts' | 'leaves the shifts' | 'takes the reports' | 'leaves the reports';

const judged = async (habit: Habit, words: keyof typeof said) => {
  const kinds: Readonly<Record<string, Map<string, Json>>> = { drivers: new Map(), shifts: new Map(), reports: new Map() };
  let next = 1;
  const today = (): string => new Date().toISOString().slice(0, 10);
  const url = await serve((incoming, outgoing) => {
    const { method = '', url: path = '' } = incoming;
    const [, kind = '', id = '', action] = path.split(/[/?]/u);
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const view = (one: Json): Json => {
      if (kind !== 'shifts') return one;
      const [from, to] = [String(one['starts_on']), String(one['ends_on'])];
      return { ...one, state: to < today() ? 'ended' : from > today() ? 'planned' : 'current' };
    };
    const all = kinds[kind];
    const add = async (): Promise<void> => {
      const body = (await objectBody(incoming)) ?? {};
      const isKnown = kind === 'drivers' || kinds['drivers']?.has(String(body['driver_id'])) === true;
      const names = kind === 'shifts' ? ['starts_on', 'ends_on'] : [kind === 'drivers' ? 'name' : 'text'];
      const isWhole = names.every((name) => typeof body[name] === 'string' && body[name] !== '');
      const isOrdered = kind !== 'shifts' || String(body['starts_on']) <= String(body['ends_on']);
      const isPast = kind === 'shifts' && String(body['starts_on']) < today();
      if (!all || !isKnown || !isWhole || !isOrdered || (habit === 'takes no past shifts' && isPast)) return end(422);
      const made = { id: `${kind[0]}${next++}`, ...body, ...(kind === 'reports' ? { status: 'open' } : {}) };
      all.set(made.id, made);
      return end(201, view(made));
    };
    if (!all) return end(404);
    if (method === 'POST' && id === '') return void add();
    if (id === '') return end(200, [...all.values()].map(view));
    const found = all.get(id);
    if (!found) return end(404);
    if (action === 'close') {
      if (found['status'] !== 'open') return end(409);
      all.set(id, { ...found, status: 'closed' });
      return end(200, all.get(id));
    }
    if (method === 'GET') return end(200, view(found));
    const named = (noun: string): Json[] => [...(kinds[noun]?.values() ?? [])].filter((one) => one['driver_id'] === id);
    const isUnderWay = named('shifts').some((one) => words !== 'both' || String(one['ends_on']) >= today());
    if (isUnderWay || named('reports').some((one) => one['status'] === 'open')) return end(409);
    all.delete(id);
    const take = (noun: string): void => {
      for (const one of named(noun)) kinds[noun]?.delete(String(one['id']));
    };
    if (habit !== 'leaves the shifts') take('shifts');
    if (habit === 'takes the reports' || (words === 'reports' && habit !== 'leaves the reports')) take('reports');
    return end(204);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(said[words])), url, {
    allow: ['mutation', 'destructive', 'permanent'],
    maxCreates: 60,
    credentials: [],
    selection: { only: ['lifecycle/removed-with-its-parent'], skip: [] },
  });
  return verdicts
    .filter(({ id }) => id.startsWith('lifecycle/removed-with-its-parent@'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test.concurrent.for<readonly [Habit, keyof typeof said, readonly string[]]>([
  ['keeps to it', 'both', ['pass', 'pass']],
  ['keeps to it', 'reports', ['pass']],
  // What cannot be brought to the state is not judged.
  ['takes no past shifts', 'both', ['inconclusive', 'pass']],
  ['leaves the shifts', 'neither', []],
  ['leaves the shifts', 'both', ['read-after-its-parent', 'pass']],
  ['takes the reports', 'both', ['pass', 'gone-with-its-parent']],
  ['leaves the reports', 'reports', ['read-after-its-parent']],
])(
  'a service that %s is judged by what the document says of %s',
  besideOthers(async ([habit, words, expected]) => {
    expect(await judged(habit, words)).toEqual(expected);
  }),
);
