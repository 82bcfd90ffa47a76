import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const points = { type: 'integer', minimum: 0, maximum: 100 };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const takes = (schema: object, example: object): object => ({ required: true, content: { 'application/json': { schema, example } } });
const court = { type: 'object', required: ['id', 'name', 'pointsPerHour'], properties: { id: text, name: text, pointsPerHour: points } };
const game = {
  type: 'object',
  required: ['id', 'courtId', 'startsAt', 'endsAt', 'pricePoints'],
  properties: { id: text, courtId: text, startsAt: moment, endsAt: moment, pricePoints: { type: 'integer' } },
};
const inPath = (name: string): object => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });

/** Courts with a rate, and games that cost something by their length. */
const document = (said: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Courts', version: '1' },
  paths: {
    '/courts': {
      post: {
        requestBody: takes(
          { type: 'object', required: ['name'], properties: { name: text, pointsPerHour: points } },
          { name: 'North', pointsPerHour: 6 },
        ),
        responses: { '201': shows(court), '422': none },
      },
    },
    '/courts/{courtId}': {
      ...inPath('courtId'),
      get: { responses: { '200': shows(court), '404': none } },
      delete: { responses: { '204': none } },
    },
    '/games': {
      post: {
        description: said,
        requestBody: takes(
          { type: 'object', required: ['courtId', 'startsAt', 'endsAt'], properties: { courtId: text, startsAt: moment, endsAt: moment } },
          { courtId: 'court-1', startsAt: '2031-05-06T09:00:00Z', endsAt: '2031-05-06T10:00:00Z' },
        ),
        responses: { '201': shows(game), '422': none },
      },
    },
    '/games/{gameId}': {
      ...inPath('gameId'),
      get: { responses: { '200': shows(game), '404': none } },
      delete: { responses: { '204': none } },
    },
  },
});

type Habits = {
  readonly priced: (rate: number, hours: number) => number;
  /** Times are taken in steps of so many minutes alone. */
  readonly step?: number;
};

const judged = async (said: string, { priced, step = 1 }: Habits): Promise<readonly string[]> => {
  const all: Readonly<Record<string, Map<string, Readonly<Record<string, unknown>>>>> = { courts: new Map(), games: new Map() };
  let next = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method = '' } = incoming;
    const [root = '', id] = (incoming.url ?? '').split('?')[0]?.split('/').slice(1) ?? [];
    const kept = all[root];
    if (!kept || (id !== undefined && !kept.has(id))) return give(404);
    if (id !== undefined) return method === 'DELETE' ? give(kept.delete(id) ? 204 : 404) : give(method === 'GET' ? 200 : 405, kept.get(id));
    if (method !== 'POST') return give(405);
    void objectBody(incoming).then((body = {}) => {
      next += 1;
      const own = (): Readonly<Record<string, unknown>> | undefined => {
        if (root === 'courts')
          return typeof body['name'] === 'string' ? { name: body['name'], pointsPerHour: body['pointsPerHour'] ?? 6 } : undefined;
        const { courtId, startsAt, endsAt } = body;
        const hours = (Date.parse(String(endsAt)) - Date.parse(String(startsAt))) / 3_600_000;
        const rate = all['courts']?.get(String(courtId))?.['pointsPerHour'];
        const isFit = typeof rate === 'number' && hours > 0 && (hours * 60) % step === 0;
        return isFit ? { courtId, startsAt, endsAt, pricePoints: priced(rate, hours) } : undefined;
      };
      const made = own();
      if (!made) return give(422);
      const one = { id: `${root}-${next}-of-the-park`, ...made };
      kept.set(one.id, one);
      return give(201, one);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document(said)), url, {
    allow: ['mutation'],
    maxCreates: 30,
    selection: { only: ['lifecycle/rated-price-right'], skip: [] },
  });
  expect(Object.values(all).flatMap((kept) => [...kept.keys()])).toEqual([]);
  return verdicts.flatMap(({ id, verdict }) =>
    id.startsWith('lifecycle/rated-price-right') ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

const up = "The price is the court's `pointsPerHour` times the length in hours, rounded up to whole points.";
const down = "The price is the court's `pointsPerHour` times the length in hours, rounded down to whole points.";
const nearest = "The price is the court's `pointsPerHour` times the length in hours, rounded to the nearest whole point.";
const open = "The price is the court's `pointsPerHour` times the length in hours.";
const started = "The price is the court's `pointsPerHour` for each started hour.";

describe.concurrent('a price by a rate and a length', () => {
  test.for<readonly [string, string, Habits, readonly string[]]>([
    ['rounds up', up, { priced: (rate, hours) => Math.ceil(rate * hours) }, ['pass']],
    ['rounds up, and takes half hours alone', up, { priced: (rate, hours) => Math.ceil(rate * hours), step: 30 }, ['pass']],
    ['rounds down', up, { priced: (rate, hours) => Math.floor(rate * hours) }, ['price-otherwise']],
    ['rounds down, and takes half hours alone', up, { priced: (rate, hours) => Math.floor(rate * hours), step: 30 }, ['price-otherwise']],
    ['rounds to the nearest', up, { priced: (rate, hours) => Math.round(rate * hours) }, ['price-otherwise']],
    ['counts started hours', up, { priced: (rate, hours) => rate * Math.ceil(hours) }, ['price-otherwise']],
    ['rounds down', down, { priced: (rate, hours) => Math.floor(rate * hours) }, ['pass']],
    ['rounds up', down, { priced: (rate, hours) => Math.ceil(rate * hours) }, ['price-otherwise']],
    ['rounds to the nearest', nearest, { priced: (rate, hours) => Math.round(rate * hours) }, ['pass']],
    ['rounds down', nearest, { priced: (rate, hours) => Math.floor(rate * hours) }, ['price-otherwise']],
    ['rounds down', open, { priced: (rate, hours) => Math.floor(rate * hours) }, ['pass']],
    ['rounds up', open, { priced: (rate, hours) => Math.ceil(rate * hours) }, ['pass']],
    ['counts whole hours', open, { priced: (rate, hours) => rate * Math.floor(hours) }, ['price-otherwise']],
    ['counts started hours', started, { priced: (rate, hours) => rate * Math.ceil(hours) }, ['pass']],
    ['counts whole hours', started, { priced: (rate, hours) => rate * Math.floor(hours) }, ['price-otherwise']],
    ['counts whole hours', 'Games of an hour are cheaper.', { priced: (rate, hours) => rate * Math.floor(hours) }, []],
  ])(
    'of a service that %s: %s',
    besideOthers(async ([, said, habits, expected]: readonly [string, string, Habits, readonly string[]]) => {
      expect(await judged(said, habits)).toEqual(expected);
    }),
  );
});
