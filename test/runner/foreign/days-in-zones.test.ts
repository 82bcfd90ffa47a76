import { expect, test } from 'vitest';
import { isObject } from '../../../src/model/json.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const check = 'lifecycle/day-in-zone';
const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const json = (schema: object) => ({ 'application/json': { schema } });
const shows = (schema: object) => ({ description: 'd', content: json(schema) });
const body = (schema: object) => ({ required: true, content: json(schema) });
const refusals = { 404: { description: 'none' }, 422: { description: 'wrong' } };
const parameters = [{ name: 'id', in: 'path', required: true, schema: text }];

const collection = (asked: object, shown: object) => ({
  get: { responses: { 200: shows({ type: 'array', items: shown }) } },
  post: { requestBody: body(asked), responses: { 201: shows(shown), ...refusals } },
});
const item = (shown: object) => ({
  parameters,
  get: { responses: { 200: shows(shown), ...refusals } },
  delete: { responses: { 204: { description: 'gone' }, ...refusals } },
});

const zone = { timeZone: { ...text, description: 'IANA name, e.g. `Europe/Paris`.' } };
const hallBody = { type: 'object', required: ['name', 'timeZone'], properties: { name: text, ...zone } };
const hall = { type: 'object', required: ['id', 'name', 'timeZone'], properties: { id: text, name: text, ...zone } };
const times = { beginsAt: { ...moment, description: 'Must lie in the future.' }, endsAt: { ...moment, description: 'After `beginsAt`.' } };
const concertBody = { type: 'object', required: ['hallId', 'beginsAt', 'endsAt'], properties: { hallId: text, ...times } };

/** Concerts in halls, which have time zones. */
const concerts = (description: string): object => {
  const concert = {
    type: 'object',
    required: ['id', 'hallId', 'beginsAt', 'endsAt', 'localDay'],
    properties: { id: text, hallId: text, ...times, localDay: { type: 'string', format: 'date', readOnly: true, description } },
  };
  return {
    openapi: '3.0.3',
    info: { title: 'Concerts', version: '1' },
    paths: {
      '/halls': collection(hallBody, hall),
      '/halls/{id}': item(hall),
      '/concerts': collection(concertBody, concert),
      '/concerts/{id}': item(concert),
    },
  };
};

/** Meetings that have a time zone of their own. */
const meetings = (description: string): object => {
  const own = { time_zone: text, starts_at: moment };
  const meeting = {
    type: 'object',
    required: ['id', 'time_zone', 'starts_at', 'day'],
    properties: { id: text, ...own, day: { type: 'string', format: 'date', readOnly: true, description } },
  };
  return {
    openapi: '3.0.3',
    info: { title: 'Meetings', version: '1' },
    paths: {
      '/meetings': collection({ type: 'object', required: ['time_zone', 'starts_at'], properties: own }, meeting),
      '/meetings/{id}': item(meeting),
    },
  };
};

type Days = (ms: number, zone: string) => string;

const there: Days = (ms, timeZone) => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(ms);
const inUtc: Days = (ms) => new Date(ms).toISOString().slice(0, 10);
const fromWest: Days = (ms, timeZone) => (timeZone.startsWith('America') ? inUtc(ms, timeZone) : there(ms, timeZone));

type Thing = Readonly<Record<string, unknown>>;

const judged = async (document: object, days: Days, stored?: string): Promise<readonly string[]> => {
  const things = new Map<string, Map<string, Thing>>();
  let count = 0;
  const url = await serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (part: Buffer) => chunks.push(part));
    incoming.on('end', () => {
      const give = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
      };
      const [, root = '', id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
      if (!['halls', 'concerts', 'meetings'].includes(root)) return give(404, {});
      const own = things.get(root) ?? new Map<string, Thing>();
      things.set(root, own);
      if (id !== undefined) {
        const found = own.get(id);
        if (!found) return give(404, {});
        if (incoming.method === 'DELETE') own.delete(id);
        return incoming.method === 'DELETE' ? give(204) : give(200, found);
      }
      if (incoming.method === 'GET') return give(200, [...own.values()]);
      let given: unknown;
      try {
        given = JSON.parse(Buffer.concat(chunks).toString() || '{}');
      } catch {
        return give(422, {});
      }
      if (!isObject(given)) return give(422, {});
      const at = Date.parse(String(given['beginsAt'] ?? given['starts_at']));
      const zones = [given['time_zone'], given['timeZone'], things.get('halls')?.get(String(given['hallId']))?.['timeZone']];
      const [asked] = zones.filter((one): one is string => typeof one === 'string');
      const timeZone = asked === undefined || root !== 'meetings' ? asked : (stored ?? asked);
      if (timeZone === undefined || !Intl.supportedValuesOf('timeZone').includes(timeZone)) return give(422, {});
      if (root !== 'halls' && Number.isNaN(at)) return give(422, {});
      const made = {
        ...given,
        ...(root === 'meetings' ? { time_zone: timeZone } : {}),
        id: `${root}-${++count}`,
        ...(root === 'concerts' ? { localDay: days(at, timeZone) } : root === 'meetings' ? { day: days(at, timeZone) } : {}),
      };
      own.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'destructive', 'permanent'],
    selection: { only: [check], skip: [] },
  });
  return verdicts
    .filter((one) => one.case.check === check)
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const ofHall = [
  'Day of the beginning on the calendar of the hall (in its time zone).',
  'The day on which the concert begins, in the time zone of the hall.',
  'Local date of `beginsAt` at the hall, e.g. `2026-05-01`; not in UTC.',
];

test.each(ofHall)('a day in the time zone of another resource is judged by its moment there: %s', async (description) => {
  expect(await judged(concerts(description), there)).toEqual(['pass']);
  expect(await judged(concerts(description), inUtc)).toEqual(['day-otherwise']);
});

test.each(['Date of `starts_at` in `time_zone`.', 'The local day of the start.'])(
  'a day in the time zone of the resource itself is judged: %s',
  async (description) => {
    expect(await judged(meetings(description), there)).toEqual(['pass']);
    expect(await judged(meetings(description), fromWest)).toEqual(['day-otherwise']);
  },
);

test.each([
  'Day of the beginning, in UTC.',
  'The day after the concert begins, in the time zone of the hall.',
  'Last day to give tickets back, in the time zone of the hall.',
  'Day of the beginning, in the time zone of your account.',
  'Day of the concert.',
])('a day that is told otherwise is not judged: %s', async (description) => {
  expect(await judged(concerts(description), inUtc)).toEqual([]);
});

test('a day in the time zone of something that no answer shows is not judged by that of the resource itself', async () => {
  expect(await judged(meetings('Day of the start, in the time zone of the office.'), inUtc)).toEqual([]);
  expect(await judged(meetings("Day of the start in the office's time zone."), inUtc)).toEqual([]);
});

test('a day that the server takes from the moment of the creation is not compared with another moment', async () => {
  const today: Days = (_, timeZone) => there(Date.now(), timeZone);
  expect(await judged(concerts('Day on which it was booked, in the time zone of the hall.'), today)).toEqual([]);
  expect(await judged(meetings('Day of the booking, in the local time zone.'), today)).toEqual(['inconclusive']);
});

test('a day is not judged where the service keeps to a time zone of its own', async () => {
  const description = 'Date of `starts_at` in `time_zone`.';
  expect(await judged(meetings(description), there, 'Asia/Tokyo')).toEqual(['inconclusive']);
});

test('what ends at midnight is not asked for', async () => {
  // The day of an end at midnight may be the one before.
  const dayBefore: Days = (ms, timeZone) => there(ms - 1, timeZone);
  expect(await judged(meetings('Date of `starts_at` in `time_zone`.'), dayBefore)).toEqual(['pass']);
});
