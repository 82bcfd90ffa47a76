import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { jsonBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 404: { description: 'None' }, 409: { description: 'Not in order' }, 422: { description: 'Wrong' } };
const moment = { type: 'string', format: 'date-time' };
const path = (name: string) => ({ name, in: 'path', required: true, schema: text });

const meter = object({ id: { ...text, readOnly: true }, label: text }, ['label']);
const asked = object({ level: { type: 'integer', minimum: 0, maximum: 1_000_000 }, taken_at: moment }, ['level', 'taken_at']);
const reading = object({ id: text, level: { type: 'integer' }, taken_at: moment });
const result = object({ index: { type: 'integer' }, status: { type: 'string', enum: ['created', 'rejected'] }, reading });

/** Readings of a meter, which no text tells apart, and of which many can be sent at once. */
const documentOf = (rule: string) => ({
  openapi: '3.0.3',
  info: { title: 'Meters', version: '1' },
  paths: {
    '/meters': { post: { requestBody: { required: true, ...json(meter) }, responses: { ...shows(meter, '201'), ...refused } } },
    '/meters/{meterId}': {
      parameters: [path('meterId')],
      get: { responses: { ...shows(meter), ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    '/meters/{meterId}/readings': {
      parameters: [path('meterId')],
      get: { responses: { ...shows({ type: 'array', items: reading }), ...refused } },
      post: { requestBody: { required: true, ...json(asked) }, responses: { ...shows(reading, '201'), ...refused } },
    },
    '/meters/{meterId}/readings/bulk': {
      parameters: [path('meterId')],
      post: {
        description: rule,
        requestBody: {
          required: true,
          ...json(object({ readings: { type: 'array', items: asked, minItems: 1, maxItems: 30 } }, ['readings'])),
        },
        responses: { ...shows(object({ created_count: { type: 'integer' }, results: { type: 'array', items: result } })), ...refused },
      },
    },
    '/meters/{meterId}/readings/{readingId}': {
      parameters: [path('meterId'), path('readingId')],
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
  },
});

type Habit =
  | 'plain'
  | 'only goes up'
  | 'in another form'
  | 'stops at a mistake'
  | 'forgets the last one'
  | 'stores the mistake'
  | 'takes any level at once';

const isReading = (value: unknown, habit?: Habit): value is Json => {
  const { level, taken_at: at }: Json = typeof value === 'object' && value !== null ? { ...value } : {};
  const isLevel = Number.isInteger(level) && (habit === 'takes any level at once' || (Number(level) >= 0 && Number(level) <= 1_000_000));
  return isLevel && typeof at === 'string' && Date.parse(at) > 0;
};

const ofBulk = ['told-truly', 'breaches-refused', 'limit-kept', 'entry-kept'].map((one) => `lifecycle/bulk-${one}`);

const judged = async (rule: string, habit: Habit, checks: readonly string[] = ofBulk) => {
  const meters = new Map<string, { readonly label: unknown; readonly readings: Map<string, Json> }>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const { method = '', url: asks = '' } = incoming;
    const [, root, meterId = '', readings, id = ''] = (asks.split('?')[0] ?? '').split('/');
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const own = meters.get(meterId);
    const fits = ({ level, taken_at: at }: Json): boolean =>
      habit !== 'only goes up' ||
      [...(own?.readings.values() ?? [])].every((one) => {
        const [before, after] = [Date.parse(String(one['taken_at'])), Date.parse(String(at))];
        return before < after ? Number(one['level']) <= Number(level) : before === after || Number(one['level']) >= Number(level);
      });
    const add = ({ level, taken_at: at }: Json): Json => {
      const shown = habit === 'in another form' ? new Date(String(at)).toISOString().replace('Z', '+00:00') : at;
      const made = { id: `r${next++}`, level, taken_at: shown };
      own?.readings.set(made.id, made);
      return made;
    };
    const several = (list: readonly unknown[]): void => {
      let isStopped = false;
      const results = list.map((one, index) => {
        const isGood = isReading(one, habit) && fits(one) && !isStopped;
        if (isGood && habit === 'forgets the last one' && index === list.length - 1 && index > 0)
          return { index, status: 'created', reading: { id: 'r0', ...one } };
        if (isGood) return { index, status: 'created', reading: add(one) };
        if (habit === 'stops at a mistake') isStopped = true;
        if (habit === 'stores the mistake') add(one as Json);
        return { index, status: 'rejected' };
      });
      return end(200, { created_count: results.filter(({ status }) => status === 'created').length, results });
    };
    const write = async (): Promise<void> => {
      const body = ((await jsonBody(incoming)) ?? {}) as Json;
      if (readings === undefined) {
        if (typeof body['label'] !== 'string') return end(422);
        const made = `m${next++}`;
        meters.set(made, { label: body['label'], readings: new Map() });
        return end(201, { id: made, label: body['label'] });
      }
      const list = body['readings'];
      if (id === 'bulk') return Array.isArray(list) && list.length > 0 && list.length <= 30 ? several(list as unknown[]) : end(422);
      return isReading(body) ? (fits(body) ? end(201, add(body)) : end(409)) : end(422);
    };
    if (root !== 'meters' || (meterId !== '' && own === undefined)) return end(404);
    if (method === 'POST') return void write();
    if (own === undefined) return end(404);
    if (readings === undefined)
      return method === 'GET' ? end(200, { id: meterId, label: own.label }) : end(meters.delete(meterId) ? 204 : 404);
    if (id === '') return end(200, [...own.readings.values()]);
    return end(method === 'DELETE' && own.readings.delete(id) ? 204 : 404);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(rule)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 200,
    credentials: [],
    selection: { only: checks, skip: [] },
  });
  const of = (kind: string) =>
    verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === kind ? [check.replace('lifecycle/bulk-', '')] : []));
  return { failed: of('fail'), passed: of('pass').toSorted(), left: meters.size };
};

const apart =
  'The readings are taken in the order sent, each by the rules of a single one: one that is refused does not keep the others from being recorded. One result for each, in the same order.';
const all = ['breaches-refused', 'entry-kept', 'limit-kept', 'told-truly'];

test.each<readonly [string, Habit]>([
  [apart, 'plain'],
  [apart, 'only goes up'],
  [apart, 'in another form'],
  // Where nothing says that each stands for itself, what is behind a mistake may be left out.
  ['Records many readings, in the same order.', 'stops at a mistake'],
  ['Readings are recorded up to the first one that is refused. Results come in the same order.', 'stops at a mistake'],
])('many entries at once below a parent, told apart by their moments, are accused of nothing: %s, %s', async (rule, habit) => {
  expect(await judged(rule, habit)).toEqual({ failed: [], passed: all, left: 0 });
});

test.each<readonly [Habit, string]>([
  ['stops at a mistake', 'told-truly'],
  ['forgets the last one', 'told-truly'],
  ['stores the mistake', 'breaches-refused'],
  ['takes any level at once', 'breaches-refused'],
])('many entries at once below a parent are told of by what a service %s', async (habit, check) => {
  const { failed, left } = await judged(apart, habit);
  expect(failed).toContain(check);
  expect(left).toBe(0);
});

test('a mistake in the body of many entries is judged beside one without it, on a parent of its own', async () => {
  const { failed, passed, left } = await judged(apart, 'plain', ['body/missing-member-refused', 'body/wrong-type-refused']);
  expect(failed).toEqual([]);
  expect(passed).toContain('body/wrong-type-refused');
  expect(left).toBe(0);
});
