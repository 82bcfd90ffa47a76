import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const none = { 404: { description: 'None' } };
const rosterParameter = { name: 'rosterId', in: 'path', required: true, schema: { type: 'string' } };

type Told = { readonly said: string; readonly format?: 'date' | 'date-time'; readonly shift?: string };

/** Rosters of a lighthouse, with watches below each. */
const documentOf = ({ said, format = 'date', shift = 'A day of the roster' }: Told) => {
  const times = { first_day: { type: 'string', format, description: said } };
  const roster = {
    type: 'object',
    required: ['id', 'first_day', 'last_day'],
    properties: { id: { type: 'string' }, ...times, last_day: { type: 'string', format } },
  };
  const watch = {
    type: 'object',
    required: ['day'],
    properties: { id: { type: 'string' }, day: { type: 'string', format: 'date', description: shift } },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Watches', version: '1' },
    paths: {
      '/rosters': {
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: roster }) } } },
        post: {
          requestBody: { required: true, ...json({ type: 'object', required: ['first_day'], properties: times }) },
          responses: { 201: { description: 'Made', ...json(roster) }, 422: { description: 'Wrong' } },
        },
      },
      '/rosters/{rosterId}': {
        parameters: [rosterParameter],
        get: { responses: { 200: { description: 'It', ...json(roster) }, ...none } },
        delete: { responses: { 204: { description: 'Gone' }, ...none } },
      },
      '/rosters/{rosterId}/watches': {
        parameters: [rosterParameter],
        post: {
          requestBody: { required: true, ...json({ ...watch, properties: { day: watch.properties.day } }) },
          responses: { 201: { description: 'Made', ...json(watch) }, ...none, 422: { description: 'Wrong' } },
        },
      },
    },
  };
};

type Habit = { readonly allows: (day: Date) => boolean; readonly looks: boolean; readonly rounds?: true };

const isMonday = (day: Date): boolean => day.getUTCDay() === 1;
const dayMs = 86_400_000;

const judged = async (told: Told, { allows, looks, rounds }: Habit) => {
  const rosters = new Map<string, { id: string; first_day: string; last_day: string }>();
  let last = 0;
  const made: number[] = [];
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id, below] = (incoming.url ?? '/').split('/');
    void objectBody(incoming).then((body = {}) => {
      const roster = rosters.get(id ?? '');
      if (root !== 'rosters' || (id !== undefined && !roster)) return give(404);
      if (below !== undefined) {
        const day = String(body['day']);
        const isIn = roster !== undefined && day >= roster.first_day.slice(0, 10) && day <= roster.last_day.slice(0, 10);
        made.push(isIn ? 201 : 422);
        return isIn ? give(201, { id: `watch-${(last += 1)}`, day }) : give(422);
      }
      if (incoming.method === 'GET') return give(200, roster ?? [...rosters.values()]);
      if (incoming.method === 'DELETE') return give(rosters.delete(id ?? '') ? 204 : 404);
      const sent = body['first_day'];
      const ms = typeof sent === 'string' ? Date.parse(sent) : Number.NaN;
      if (typeof sent !== 'string' || Number.isNaN(ms) || (looks && !allows(new Date(ms)))) return give(422);
      const shifts = rounds ? [0, 1, 2, 3, 4, 5, 6] : [0];
      const from = ms - (shifts.find((n) => allows(new Date(ms - n * dayMs))) ?? 0) * dayMs;
      const text = (at: number): string => `${new Date(at).toISOString().slice(0, 10)}${sent.slice(10)}`;
      const one = { id: `roster-${(last += 1)}`, first_day: text(from), last_day: text(from + 6 * dayMs) };
      rosters.set(one.id, one);
      return give(201, one);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(told)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    maxCreates: 20,
    selection: { only: ['body/told-day-refused', 'status/*', 'body/unparsable-refused'], skip: [] },
  });
  const own = verdicts.filter((one) => one.case.check === 'body/told-day-refused');
  return {
    own: own.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind)),
    added: made.includes(201),
    failed: verdicts.filter(({ verdict }) => verdict.kind === 'fail').map(({ case: { requirement } }) => requirement),
  };
};

describe.concurrent('a day of a kind', () => {
  test.for<readonly [Told, Habit['allows']]>([
    [{ said: 'A Monday, not before the current week' }, isMonday],
    [{ said: 'Must be a Monday.', format: 'date-time' }, isMonday],
    [{ said: 'Today (UTC) or later, no Sunday' }, (day) => day.getUTCDay() !== 0],
    [{ said: 'The first of a month' }, (day) => day.getUTCDate() === 1],
    [{ said: 'Must not fall on a weekend.' }, (day) => ![0, 6].includes(day.getUTCDay())],
    [{ said: 'A Wednesday or a Thursday.', shift: 'Any date within the roster.' }, (day) => [3, 4].includes(day.getUTCDay())],
  ])(
    'is sent, another one is told, and what is added lies in it: %j',
    besideOthers(async ([told, allows]: readonly [Told, Habit['allows']]) => {
      expect(await judged(told, { allows, looks: true })).toEqual({ own: ['pass'], added: true, failed: [] });
      expect(await judged(told, { allows, looks: false })).toEqual({ own: ['told-day-taken'], added: true, failed: ['OAS-222'] });
    }),
  );

  test.for(['Usually a Monday', 'A Monday; another day is moved to the next one.', 'The day of the week, 1 is Monday'])(
    'is not judged by "%s"',
    besideOthers(async (said: string) => {
      const { own } = await judged({ said }, { allows: isMonday, looks: false });
      expect(own.filter((one) => one !== 'pass' && one !== 'inconclusive')).toEqual([]);
    }),
  );

  test(
    'may be put on the day that is meant',
    besideOthers(async () => {
      const { own, failed } = await judged({ said: 'A Monday' }, { allows: isMonday, looks: false, rounds: true });
      expect([own, failed]).toEqual([['inconclusive'], []]);
    }),
  );
});
