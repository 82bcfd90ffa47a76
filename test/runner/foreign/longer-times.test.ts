import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

/** Whether a visit says how many minutes it lasts, or when it ends. */
type Kind = 'minutes' | 'end';

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const minutes = { type: 'integer', minimum: 15, maximum: 240, multipleOf: 5, default: 30 };
const json = (schema: object, more: object = {}) => ({ content: { 'application/json': { schema, ...more } } });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 400: { description: 'Wrong' }, 404: { description: 'None' }, 409: { description: 'In conflict' } };

const words = {
  create:
    'If the time overlaps with another visit to the room, the answer is `409`. Visits that merely touch, one starting when the other ends, do not overlap.',
  change: 'The rules for a new visit hold here too.',
};

const documentOf = ({ create, change }: typeof words, kind: Kind, isRemovable: boolean) => {
  const until = kind === 'minutes' ? { durationMinutes: minutes } : { endsAt: moment };
  const members = { roomId: text, startsAt: moment, ...until, note: text };
  const required = ['roomId', 'startsAt', ...(kind === 'end' ? ['endsAt'] : [])];
  const visit = { type: 'object', required: ['id', ...Object.keys(members)], properties: { id: { ...text, readOnly: true }, ...members } };
  const example = { roomId: 'r-1', startsAt: '2031-03-03T08:00:00Z', ...(kind === 'end' ? { endsAt: '2031-03-03T09:00:00Z' } : {}) };
  return {
    openapi: '3.1.0',
    info: { title: 'Visits', version: '1' },
    paths: {
      '/visits': {
        get: { responses: shows({ type: 'array', items: visit }) },
        post: {
          description: create,
          requestBody: { required: true, ...json({ type: 'object', required, properties: members }, { example }) },
          responses: { ...shows(visit, '201'), ...refused },
        },
      },
      '/visits/{visitId}': {
        parameters: [{ name: 'visitId', in: 'path', required: true, schema: text }],
        get: { responses: { ...shows(visit), ...refused } },
        patch: {
          description: change,
          requestBody: { required: true, ...json({ type: 'object', properties: { ...until, note: text } }) },
          responses: { ...shows(visit), ...refused },
        },
        ...(isRemovable ? { delete: { responses: { 204: { description: 'Gone' }, ...refused } } } : {}),
      },
    },
  };
};

type Habit = 'longer unchecked' | 'touching is in conflict' | 'nothing is in conflict';

const judged = async (kind: Kind, habit?: Habit, said: Partial<typeof words> = {}, isRemovable = true) => {
  const all = new Map<string, Json>();
  let next = 1;
  const spanOf = ({ startsAt, endsAt, durationMinutes }: Json) => {
    const from = Date.parse(String(startsAt));
    return { from, to: kind === 'end' ? Date.parse(String(endsAt)) : from + Number(durationMinutes) * 60_000 };
  };
  const isTaken = (visit: Json, own?: string): boolean => {
    const [one, closed] = [spanOf(visit), habit === 'touching is in conflict'];
    return [...all].some(([id, held]) => {
      const other = spanOf(held);
      const meets = closed ? one.from <= other.to && other.from <= one.to : one.from < other.to && other.from < one.to;
      return id !== own && held['roomId'] === visit['roomId'] && meets && habit !== 'nothing is in conflict';
    });
  };
  const isWrong = (visit: Json): boolean => {
    const { from, to } = spanOf(visit);
    return typeof visit['roomId'] !== 'string' || typeof (visit['note'] ?? '') !== 'string' || !(from < to) || to - from > 4 * 3_600_000;
  };
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const found = all.get(id ?? '');
    if (root !== 'visits' || (id !== undefined && !found)) return give(404);
    if (incoming.method === 'GET') return give(200, found ?? [...all.values()]);
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const usual = kind === 'minutes' ? { durationMinutes: 30 } : {};
      const { roomId: _room, startsAt: _start, ...changes } = body;
      const asked: Json = found ? { ...found, ...changes, id } : { note: '', ...usual, ...body, id: `v-${next}` };
      if (isWrong(asked)) return give(400);
      if (isTaken(asked, id) && !(found && habit === 'longer unchecked')) return give(409);
      if (!found) next += 1;
      all.set(String(asked['id']), asked);
      return give(found ? 200 : 201, asked);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf({ ...words, ...said }, kind, isRemovable)), url, {
    allow: ['mutation', ...(isRemovable ? [] : (['permanent'] as const))],
    maxCreates: 60,
    credentials: [],
    selection: { only: ['lifecycle/longer-refused'], skip: [] },
  });
  const told = verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'skipped' ? [] : [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind],
  );
  return { told, left: all.size };
};

describe.concurrent('a time that is made to last into the next one', () => {
  test.for<readonly [Kind, Partial<typeof words>]>([
    ['minutes', {}],
    ['end', {}],
    ['minutes', { change: '`409` where time is already taken by another visit.' }],
    ['minutes', { create: 'A visit that overlaps another one of the room is refused with 409.' }],
  ])(
    'is told of, by %s: %s',
    besideOthers(async ([kind, said]) => {
      expect(await judged(kind, 'longer unchecked', said)).toEqual({ told: ['longer-accepted'], left: 0 });
      expect(await judged(kind, undefined, said)).toEqual({ told: ['pass'], left: 0 });
    }),
  );

  test.for<readonly [string, Habit, Partial<typeof words>, readonly string[]]>([
    ['whose new ones are not in conflict either', 'nothing is in conflict', {}, ['inconclusive']],
    [
      'whose times may not touch',
      'touching is in conflict',
      { create: 'A visit that overlaps another one is refused with 409.' },
      ['pass'],
    ],
    ['that says nothing of changes', 'longer unchecked', { change: 'Changes a visit.' }, []],
    ['that says that changes are not compared', 'longer unchecked', { change: 'The rules for new visits do not apply here.' }, []],
    ['where they may overlap', 'longer unchecked', { create: 'Visits may overlap; 409 when the house is closed.' }, []],
  ])(
    'is not told of at a service %s',
    besideOthers(async ([_what, habit, said, told]) => {
      expect(await judged('minutes', habit, said)).toEqual({ told, left: 0 });
    }),
  );

  test(
    'is told of where no operation removes it, with few that stay',
    besideOthers(async () => {
      const { told, left } = await judged('minutes', 'longer unchecked', {}, false);
      expect(told).toEqual(['longer-accepted']);
      expect(left).toBeLessThan(6);
      expect((await judged('minutes', undefined, {}, false)).told).toEqual(['pass']);
    }),
  );
});
