import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const day = { type: 'string', format: 'date' };
const amount = { type: 'integer', minimum: 0, maximum: 100_000 };
const object = (properties: Readonly<Record<string, object>>, required = Object.keys(properties)): object => ({
  type: 'object',
  required,
  properties,
});
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const takes = (schema: object, example: object): object => ({ required: true, content: { 'application/json': { schema, example } } });
const none = { description: 'None' };
const withId = (name: string): object => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });

const letting =
  'Lets a hall.\n\nThe price: each whole week costs the `weeklyFee`, each further day the `dailyFee`, but the further days never cost more than one more week. The discount of the voucher is taken off at the end, rounded down.';
const visits =
  'A visit of up to `calmMinutes` is free. A longer visit pays `hourFee` for each begun hour of the whole visit. Each begun day of the visit costs at most `dayMost`.';

const hall = { name: text, weeklyFee: amount, dailyFee: amount };
const voucher = { name: text, discountPercent: { type: 'integer', minimum: 1, maximum: 50 } };
const hire = { hallId: text, startsOn: day, endsOn: day };
const terms = { ...object({ calmMinutes: amount, hourFee: amount, dayMost: amount }), description: visits };
const visit = { gardenId: text };
const ended = { openedAt: moment, closedAt: { ...moment, nullable: true }, price: { ...amount, nullable: true } };
const garden = { name: text, terms };

const item = (name: string, properties: Readonly<Record<string, object>>, isRemovable = true): object => ({
  ...withId(name),
  get: { responses: { '200': shows(object({ id: text, ...properties })), '404': none } },
  ...(isRemovable ? { delete: { responses: { '204': none } } } : {}),
});
const creation = (
  properties: Readonly<Record<string, object>>,
  example: object,
  more: object = {},
  optional: Readonly<Record<string, object>> = {},
  shown: Readonly<Record<string, object>> = {},
): object => ({
  ...more,
  requestBody: takes(object({ ...properties, ...optional }, Object.keys(properties)), example),
  responses: { '201': shows(object({ id: text, ...properties, ...optional, ...shown })), '422': none },
});

/** Halls that are let by the day, with vouchers; and gardens whose visits cost something. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Halls', version: '1' },
  paths: {
    '/halls': { post: creation(hall, { name: 'North', weeklyFee: 40, dailyFee: 9 }) },
    '/halls/{hallId}': item('hallId', hall),
    '/vouchers': { post: creation(voucher, { name: 'Spring', discountPercent: 10 }) },
    '/vouchers/{voucherId}': item('voucherId', voucher),
    '/lettings': {
      post: creation(
        hire,
        { hallId: 'hall-1', startsOn: '2031-05-06', endsOn: '2031-05-08' },
        { description: letting },
        { voucherId: text },
        { price: amount },
      ),
    },
    '/lettings/{lettingId}': item('lettingId', { ...hire, voucherId: text, price: amount }),
    '/gardens': { post: creation(garden, { name: 'Rose', terms: { calmMinutes: 10, hourFee: 4, dayMost: 20 } }) },
    '/gardens/{gardenId}': item('gardenId', garden),
    '/visits': {
      post: {
        ...creation(
          visit,
          { gardenId: 'garden-1' },
          {},
          { openedAt: moment },
          { closedAt: { ...moment, nullable: true }, price: { ...amount, nullable: true } },
        ),
        description: 'A friend of the garden pays for no visit: it costs nothing.',
      },
    },
    '/visits/{visitId}': item('visitId', { ...visit, ...ended }),
    '/visits/{visitId}/end': {
      ...withId('visitId'),
      post: {
        description: 'Ends the visit and tells its `price` by the terms of the garden. 409 if it has ended.',
        requestBody: { content: { 'application/json': { schema: object({ closedAt: moment }, []) } } },
        responses: { '200': shows(object({ id: text, ...visit, ...ended })), '404': none, '409': none },
      },
    },
    '/gardens/{gardenId}/estimate': {
      ...withId('gardenId'),
      get: {
        description: 'What a visit costs by the terms of the garden.',
        parameters: [{ name: 'minutes', in: 'query', required: true, schema: { type: 'integer', minimum: 0, maximum: 20_000 } }],
        responses: { '200': shows(object({ minutes: amount, price: amount })), '404': none },
      },
    },
  },
};

type Fees = Readonly<Record<string, number>>;
type Habits = {
  /** What the document says in its introduction. */
  readonly says?: string;
  /** Words of the document, as JSON, that others stand for. */
  readonly instead?: readonly [string, string];
  /** An end is accepted, and priced later. */
  readonly isLater?: boolean;
  /** The price of so many days, both counted. */
  readonly let?: (days: number, fees: Fees, percent: number) => number;
  /** What an estimate says of so many minutes, and what a visit then costs. */
  readonly visit?: (minutes: number, fees: Fees) => number;
  readonly ends?: (minutes: number, fees: Fees) => number;
};

const part = (fees: Fees, name: string): number => fees[name] ?? 0;
const capped = (days: number, fees: Fees): number => {
  const week = part(fees, 'weeklyFee');
  return Math.floor(days / 7) * week + Math.min(week, (days % 7) * part(fees, 'dailyFee'));
};
const right = {
  let: (days: number, fees: Fees, percent: number): number => Math.floor((capped(days, fees) * (100 - percent)) / 100),
  visit: (minutes: number, fees: Fees): number => {
    if (minutes <= part(fees, 'calmMinutes')) return 0;
    const most = part(fees, 'dayMost');
    const ofHours = (one: number): number => Math.min(most, Math.ceil(one / 60) * part(fees, 'hourFee'));
    return Math.floor(minutes / 1440) * ofHours(1440) + ofHours(minutes % 1440);
  },
};

/** A moment of a body; now where it has none. */
const momentOr = (value: unknown): string => (typeof value === 'string' ? value : new Date().toISOString());

const judged = async (habits: Habits): Promise<readonly string[]> => {
  const { let: lets, visit: estimates, ends = right.visit } = { ...right, ...habits };
  const all: Readonly<Record<string, Map<string, Readonly<Record<string, unknown>>>>> = Object.fromEntries(
    ['halls', 'vouchers', 'lettings', 'gardens', 'visits'].map((name) => [name, new Map()]),
  );
  let next = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method = '' } = incoming;
    const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://halls.test');
    const [root = '', id, below] = pathname.split('/').slice(1);
    const kept = all[root];
    const one = id === undefined ? undefined : kept?.get(id);
    if (!kept || (id !== undefined && !one)) return give(404);
    if (one && id !== undefined && below === undefined)
      return method === 'DELETE' ? give(kept.delete(id) ? 204 : 404) : give(method === 'GET' ? 200 : 405, one);
    if (one && root === 'visits') {
      if (one['closedAt'] !== null) return give(409);
      void objectBody(incoming).then((body = {}) => {
        const closedAt = momentOr(body['closedAt']);
        const minutes = Math.ceil((Date.parse(closedAt) - Date.parse(String(one['openedAt']))) / 60_000);
        const over = { ...one, closedAt, price: ends(minutes, all['gardens']?.get(String(one['gardenId']))?.['terms'] as Fees) };
        kept.set(String(one['id']), over);
        return habits.isLater ? give(202, { ...over, price: 0 }) : give(200, over);
      });
      return;
    }
    if (one) {
      const minutes = Number(searchParams.get('minutes'));
      return give(200, { minutes, price: estimates(minutes, one['terms'] as Fees) });
    }
    if (method !== 'POST') return give(405);
    void objectBody(incoming).then((body = {}) => {
      next += 1;
      const made = { id: `${root}-${next}-of-the-town`, ...body };
      if (root === 'visits') {
        const openedAt = momentOr(body['openedAt']);
        if (!all['gardens']?.has(String(body['gardenId'])) || Date.parse(openedAt) > Date.now()) return give(422);
        const begun = { ...made, openedAt, closedAt: null, price: null };
        kept.set(made.id, begun);
        return give(201, begun);
      }
      if (root !== 'lettings') {
        kept.set(made.id, made);
        return give(201, made);
      }
      const of = all['halls']?.get(String(body['hallId']));
      const voucherId = typeof body['voucherId'] === 'string' ? body['voucherId'] : null;
      const less = all['vouchers']?.get(voucherId ?? '');
      const days = (Date.parse(String(body['endsOn'])) - Date.parse(String(body['startsOn']))) / 86_400_000 + 1;
      if (!of || !(days > 0) || (voucherId !== null && !less)) return give(422);
      const priced = { ...made, voucherId, price: lets(days, of as Fees, Number(less?.['discountPercent'] ?? 0)) };
      kept.set(made.id, priced);
      return give(201, priced);
    });
  });
  const [words, others] = habits.instead ?? ['', ''];
  const told = {
    ...(JSON.parse(words === '' ? JSON.stringify(document) : JSON.stringify(document).replaceAll(words, others)) as typeof document),
    info: { ...document.info, description: habits.says ?? '' },
  };
  const { verdicts } = await judgeForeign(writeDocument(told), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 60,
    selection: { only: ['lifecycle/tariff-kept'], skip: [] },
  });
  expect(Object.values(all).flatMap((kept) => [...kept.keys()])).toEqual([]);
  return verdicts
    .flatMap(({ id, verdict }) =>
      id.startsWith('lifecycle/tariff-kept') ? [`${/lettings|estimate|end/u.exec(id)?.[0] ?? id} ${verdict.kind}`] : [],
    )
    .toSorted();
};

describe.concurrent('prices by a tariff of several sentences', () => {
  test.for<readonly [string, Habits, readonly string[]]>([
    ['keeps it', {}, ['end pass', 'estimate pass', 'lettings pass']],
    [
      'rounds the discount down before it comes off',
      { let: (days, fees, percent) => capped(days, fees) - Math.floor((capped(days, fees) * percent) / 100) },
      ['end pass', 'estimate pass', 'lettings pass'],
    ],
    [
      'knows no weeks',
      { let: (days, fees, percent) => Math.floor((days * part(fees, 'dailyFee') * (100 - percent)) / 100) },
      ['end pass', 'estimate pass', 'lettings fail'],
    ],
    [
      'does not cap what is left over',
      {
        let: (days, fees, percent) =>
          Math.floor(((Math.floor(days / 7) * part(fees, 'weeklyFee') + (days % 7) * part(fees, 'dailyFee')) * (100 - percent)) / 100),
      },
      ['end pass', 'estimate pass', 'lettings fail'],
    ],
    ['forgets the discount', { let: capped }, ['end pass', 'estimate pass', 'lettings fail']],
    [
      'takes money for short visits',
      { visit: (minutes, fees) => Math.max(part(fees, 'hourFee'), right.visit(minutes, fees)) },
      ['end pass', 'estimate fail', 'lettings pass'],
    ],
    [
      'counts whole hours',
      { visit: (minutes, fees) => right.visit(Math.floor(minutes / 60) * 60, fees) },
      ['end pass', 'estimate fail', 'lettings pass'],
    ],
    [
      'counts whole hours of visits that are over',
      { ends: (minutes, fees) => right.visit(Math.floor(minutes / 60) * 60, fees) },
      ['end fail', 'estimate pass', 'lettings pass'],
    ],
    [
      'puts a tax on top and says so elsewhere',
      { says: 'VAT is added to every price.', visit: (minutes, fees) => Math.round(right.visit(minutes, fees) * 1.2) },
      [],
    ],
    [
      'has a least fee that the sentences leave out',
      {
        instead: ['"hourFee":{', '"minimumFee":{"type":"integer"},"hourFee":{'],
        visit: (minutes, fees) => Math.max(30_000, right.visit(minutes, fees)),
      },
      ['lettings pass'],
    ],
    ['prices an end later', { isLater: true }, ['end inconclusive', 'estimate pass', 'lettings pass']],
    [
      'has the most of a day for each day of the calendar',
      {
        ends: (minutes, fees) => (minutes < 1380 ? right.visit(minutes, fees) : right.visit(720, fees) + right.visit(minutes - 720, fees)),
      },
      ['end pass', 'estimate pass', 'lettings pass'],
    ],
    ['takes nothing for visits of friends', { ends: () => 0 }, ['end inconclusive', 'estimate pass', 'lettings pass']],
    [
      'knows no most of a day',
      { visit: (minutes, fees) => (minutes <= part(fees, 'calmMinutes') ? 0 : Math.ceil(minutes / 60) * part(fees, 'hourFee')) },
      ['end pass', 'estimate fail', 'lettings pass'],
    ],
  ])(
    'of a service that %s',
    besideOthers(async ([, habits, expected]: readonly [string, Habits, readonly string[]]) => {
      expect(await judged(habits)).toEqual(expected);
    }),
  );
});
