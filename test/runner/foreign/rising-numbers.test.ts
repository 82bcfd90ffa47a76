import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 404: { description: 'None' }, 409: { description: 'In conflict' }, 422: { description: 'Wrong' } };
const path = (name: string) => ({ name, in: 'path', required: true, schema: text });

type Form = {
  /** What the creation of a reading says. */
  readonly rule?: string;
  /** What its number says. */
  readonly ofNumber?: string;
  /** Has a reading no moment of its own. */
  readonly isTimeless?: boolean;
};

const documentOf = ({ rule = 'Records a reading.', ofNumber = 'In kWh', isTimeless = false }: Form) => {
  const meter = object({ id: { ...text, readOnly: true }, label: text }, ['label']);
  const own = { level: { type: 'integer', minimum: 0, maximum: 1_000_000, description: ofNumber } };
  const moment = isTimeless ? {} : { taken_at: { type: 'string', format: 'date-time' } };
  const asked = object({ ...own, ...moment }, ['level', ...Object.keys(moment)]);
  const reading = object({ id: text, ...own, ...moment });
  return {
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
        post: { description: rule, requestBody: { required: true, ...json(asked) }, responses: { ...shows(reading, '201'), ...refused } },
      },
      '/meters/{meterId}/readings/{readingId}': {
        parameters: [path('meterId'), path('readingId')],
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
    },
  };
};

type Habit = 'both' | 'the last one alone' | 'only earlier ones' | 'only later ones' | 'nothing' | 'brings it to the one before';

const judged = async (form: Form, habit: Habit) => {
  const meters = new Map<string, { readonly label: unknown; readonly readings: Map<string, Json> }>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const { method = '', url: asks = '' } = incoming;
    const [, root, meterId = '', readings, id = ''] = (asks.split('?')[0] ?? '').split('/');
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const own = meters.get(meterId);
    const all = [...(own?.readings.values() ?? [])];
    const fits = ({ level, taken_at: at }: Json): boolean => {
      const last = all.at(-1);
      if (habit === 'nothing' || habit === 'brings it to the one before') return true;
      if (habit === 'the last one alone' || form.isTimeless === true) return last === undefined || Number(last['level']) <= Number(level);
      return all.every((one) => {
        const [before, after] = [Date.parse(String(one['taken_at'])), Date.parse(String(at))];
        if (before < after) return habit === 'only later ones' || Number(one['level']) <= Number(level);
        return before === after || habit === 'only earlier ones' || Number(one['level']) >= Number(level);
      });
    };
    const write = async (): Promise<void> => {
      const body = (await objectBody(incoming)) ?? {};
      if (readings === undefined) {
        if (typeof body['label'] !== 'string') return end(422);
        const made = `m${next++}`;
        meters.set(made, { label: body['label'], readings: new Map() });
        return end(201, { id: made, label: body['label'] });
      }
      if (!Number.isInteger(body['level']) || Number(body['level']) < 0) return end(422);
      if (!fits(body)) return end(409);
      const least = habit === 'brings it to the one before' ? Math.max(0, ...all.map((one) => Number(one['level']))) : 0;
      const made = { id: `r${next++}`, ...body, level: Math.max(least, Number(body['level'])) };
      own?.readings.set(made.id, made);
      return end(201, made);
    };
    if (root !== 'meters' || (meterId !== '' && own === undefined)) return end(404);
    if (method === 'POST') return void write();
    if (own === undefined) return end(404);
    if (readings === undefined)
      return method === 'GET' ? end(200, { id: meterId, label: own.label }) : end(meters.delete(meterId) ? 204 : 404);
    if (id === '') return end(200, all);
    return end(method === 'DELETE' && own.readings.delete(id) ? 204 : 404);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(form)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 60,
    credentials: [],
    selection: { only: ['lifecycle/rising-refused'], skip: [] },
  });
  const of = (kind: string) => verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === kind ? [check] : []));
  const codes = verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []));
  return { codes, passed: of('pass').length, left: meters.size };
};

const rule =
  'An odometer only goes forward, so a reading must not be lower than one taken before it, nor higher than one taken after it; otherwise it is refused with `409`.';

const ofBoth =
  "Readings come in order: `taken_at` must be later than that of the meter's latest reading and `level` must not be lower than its value (409).";

describe('numbers that only go up', () => {
  test.each<readonly [Form, Habit]>([
    [{ rule }, 'both'],
    [{ rule: 'A reading that is lower than the previous one is rejected.' }, 'the last one alone'],
    [{ rule: 'A reading that is lower than the previous one is rejected.' }, 'only earlier ones'],
    [{ rule: '409 if the level is below the last one.', isTimeless: true }, 'both'],
    [{ ofNumber: 'Must be at least that of the most recent reading' }, 'both'],
    [{ rule: ofBoth }, 'both'],
    [{ rule: 'A counter never decreases: anything else is answered with 409.' }, 'only earlier ones'],
  ])('are kept to, and pass: %j, %s', async (form, habit) => {
    expect(await judged(form, habit)).toEqual({ codes: [], passed: 1, left: 0 });
  });

  test.each<readonly [Form, Habit]>([
    // What is brought to the one before is not lower.
    [{ rule }, 'brings it to the one before'],
    [{}, 'nothing'],
    [{ rule: 'A level that is lower than the last one means that the meter was replaced; that is no error.' }, 'nothing'],
    [{ rule: 'A level that is lower than an earlier one is flagged, but not refused.' }, 'nothing'],
    [{ rule: 'A level may be lower than the last one. 409 where the meter is out of order.' }, 'nothing'],
    [{ rule: 'A level that is lower than the last one is recorded as it is; a conflict with another meter is refused.' }, 'nothing'],
    [{ rule: 'The level must not be lower than one taken before it, unless the meter was reset (409).' }, 'nothing'],
    [{ rule: 'The level never drops by more than half (409).' }, 'nothing'],
  ])('are not asked for by others: %j, %s', async (form, habit) => {
    expect(await judged(form, habit)).toEqual({ codes: [], passed: 0, left: 0 });
  });

  test.each<readonly [Form, Habit, string]>([
    [{ rule }, 'only earlier ones', 'rising-higher-accepted'],
    [{ rule }, 'only later ones', 'rising-lower-accepted'],
    [{ rule: 'A reading cannot be less than any earlier reading of the meter.' }, 'nothing', 'rising-lower-accepted'],
    [{ rule: ofBoth }, 'nothing', 'rising-lower-accepted'],
    [{ ofNumber: 'Not below the previous one (409).', isTimeless: true }, 'nothing', 'rising-lower-accepted'],
    [{ rule: 'The level must be greater than or equal to the previous one.' }, 'only later ones', 'rising-lower-accepted'],
  ])('are told of where a service does not compare: %j, %s', async (form, habit, code) => {
    expect(await judged(form, habit)).toEqual({ codes: [code], passed: 0, left: 0 });
  });
});
