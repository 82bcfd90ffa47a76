import { describe, expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const states = ['active', 'withdrawn'] as const;
const money = { type: 'object', required: ['amount', 'currency'], properties: { amount: { type: 'integer' }, currency: text } };
const nullable = (schema: object): object => ({ oneOf: [schema, { type: 'null' }] });
const object = (properties: object): object => ({ type: 'object', properties, required: Object.keys(properties) });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });

const said = {
  spend: 'What was paid for the bookings, that is the sum of all costs less everything that was refunded.',
  grade: 'Mean of the grades of all bookings that have one, leaving out those that are withdrawn; two decimals, `null` if there is none.',
  list: 'All bookings.',
};

type More = { readonly overview?: string; readonly count?: string };

const documentWith = ({ overview, count, ...texts }: typeof said & More, isRemovable: boolean): object => {
  const booking = object({
    id: text,
    class_id: text,
    status: { ...text, enum: states },
    grade: { type: ['number', 'null'] },
    cost: nullable(money),
    refund: nullable(money),
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Classes', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/bookings': { get: { description: texts.list, responses: { '200': shows({ type: 'array', items: booking }) } } },
      ...(isRemovable
        ? {
            '/bookings/{id}': {
              parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
              get: { responses: { '200': shows(booking), '404': { description: 'none' } } },
              delete: { responses: { '204': { description: 'Gone' }, '404': { description: 'none' } } },
            },
          }
        : {}),
      '/account/summary': {
        get: {
          ...(overview === undefined ? {} : { description: overview }),
          responses: { '200': shows(object({ spend: { ...money, description: texts.spend } })) },
        },
      },
      '/classes': {
        get: {
          responses: {
            '200': shows({
              type: 'array',
              items: object({ id: text, ...(count === undefined ? {} : { booking_count: { type: 'integer', description: count } }) }),
            }),
          },
        },
      },
      '/classes/{class_id}/summary': {
        parameters: [{ name: 'class_id', in: 'path', required: true, schema: text }],
        get: {
          responses: {
            '200': shows(object({ average: { type: ['number', 'null'], description: texts.grade } })),
            '404': { description: 'none' },
          },
        },
      },
    },
  };
};

type Booking = {
  readonly id: string;
  readonly class_id: string;
  readonly status: string;
  readonly grade: number | null;
  readonly cost: object | null;
  readonly refund: object | null;
};

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const bookings: readonly Booking[] = [
  { id: 'b1', class_id: 'c1', status: 'active', grade: 91.5, cost: eur(900), refund: null },
  { id: 'b2', class_id: 'c1', status: 'withdrawn', grade: 12, cost: eur(700), refund: eur(650) },
  { id: 'b3', class_id: 'c1', status: 'active', grade: 70, cost: null, refund: null },
  { id: 'b4', class_id: 'c2', status: 'active', grade: null, cost: eur(100), refund: null },
];

const usual = { spend: 1050, grades: (one: Booking) => one.status !== 'withdrawn', counts: { c1: 2, c2: 1 } };

const judged = async (habits: Partial<typeof usual> = {}, texts: Partial<typeof said> & More = {}, isRemovable = false) => {
  const { spend, grades, counts } = { ...usual, ...habits };
  const url = await serve((incoming, outgoing) => {
    const [, root, id, below] = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname.split('/');
    const answer = (status: number, body: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (incoming.method !== 'GET') return answer(405, {});
    if (root === 'bookings' && id === undefined) return answer(200, bookings);
    if (root === 'account') return answer(200, { spend: eur(spend) });
    if (root === 'classes' && id === undefined)
      return answer(
        200,
        Object.entries(counts).map(([one, booking_count]) => ({ id: one, booking_count })),
      );
    if (root !== 'classes' || below !== 'summary' || !['c1', 'c2'].includes(id ?? '')) return answer(404, {});
    const counted = bookings.filter((one) => one.class_id === id && grades(one)).flatMap(({ grade }) => grade ?? []);
    const mean = counted.reduce((sum, one) => sum + one, 0) / counted.length;
    return answer(200, { average: counted.length === 0 ? null : Math.round(mean * 100) / 100 });
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith({ ...said, ...texts }, isRemovable)), url, {
    allow: ['mutation'],
    values: { 'GET /classes/{class_id}/summary': { class_id: 'c1' } },
    selection: { only: ['pagination/figures-follow'], skip: [] },
  });
  return verdicts
    .filter(({ verdict }) => verdict.kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind))
    .toSorted();
};

describe('figures over a list', () => {
  test('that follow from its items are accused of nothing', async () => {
    expect(await judged()).toEqual(['pass', 'pass']);
  });

  test('that count what the text leaves out are reported', async () => {
    expect(await judged({ grades: () => true })).toEqual(['figure-of-others-too /average', 'pass']);
  });

  test('that do not take off what was paid back are reported, also where items can be removed', async () => {
    expect(await judged({ spend: 1700 })).toEqual(['figure-of-others-too /spend', 'pass']);
    expect(await judged({ spend: 1700 }, {}, true)).toContain('figure-of-others-too /spend');
  });

  test('that are other numbers are reported where the list shows all there is', async () => {
    expect(await judged({ spend: 999 })).toEqual(['figure-otherwise /spend', 'pass']);
    expect(await judged({ spend: 999 }, { list: 'You see your own bookings.' })).toEqual(['inconclusive', 'pass']);
  });

  const count = 'Bookings of the class without the withdrawn ones';

  test.each([
    ['leaves out what the text leaves out', { c1: 2, c2: 1 }, count, 'pass'],
    ['has counts of what the text leaves out', { c1: 3, c2: 1 }, count, 'figure-of-others-too /booking_count'],
    ['has counts of what is not listed too', { c1: 3, c2: 4 }, count, 'inconclusive'],
  ])('of a list %s', async (_words, counts, told, expected) => {
    const found = await judged({ counts }, { count: told });
    expect(found.toSorted()).toEqual(['pass', 'pass', ...(expected === undefined ? [] : [expected])].toSorted());
  });

  test('are not judged where the read shows what was so some time ago', async () => {
    expect(await judged({ spend: 1 }, { overview: 'The figures are refreshed every hour.' })).toEqual(['pass']);
    expect(await judged({ spend: 1 }, { overview: 'Cached for a minute.' })).toEqual(['pass']);
  });

  test('are not judged where the text says something else', async () => {
    const texts = {
      spend: 'The sum of all costs of this month less refunds, for all bookings.',
      grade: 'Weighted mean of the grades of all bookings.',
    };
    expect(await judged({ spend: 1, grades: () => true }, texts)).toEqual([]);
  });
});

type Account = { readonly balance: string; readonly guest: string; readonly pier: string; readonly paid?: string };

const words: Account = {
  balance: 'Added up over all bills of the guest at the time of the call; nobody keeps it (`Cache-Control: no-store`).',
  guest: '`owed` is what the guest still has to pay: the sum of `due` over the open bills of the guest.',
  pier: '`berths` counts all berths of the pier, `vacant` those where one can moor right away, that is with the status `free`.',
  paid: 'All that came in, whether the bill is settled or not.',
};

/** A harbour whose guests have bills, and whose piers have berths; only sections and operations say what its figures are. */
const harbourDocument = ({ balance, guest, pier, paid }: Account): object => {
  const cents = { type: 'integer' };
  const bill = object({ id: text, guest_id: text, status: { ...text, enum: ['open', 'settled'] }, paid: cents, due: cents });
  const one = (name: string): object => ({ name, in: 'path', required: true, schema: text });
  const get = (schema: object, more: object = {}): object => ({
    get: { responses: { '200': shows(schema), '404': { description: 'none' } }, ...more },
  });
  const berth = object({ id: text, status: { ...text, enum: ['free', 'let', 'closed'] } });
  return {
    openapi: '3.1.0',
    info: { title: 'Harbour', version: '1' },
    tags: [
      { name: 'guests', description: guest },
      { name: 'piers', description: pier },
    ],
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/bills': get({ type: 'array', items: bill }),
      '/visits': get({ type: 'array', items: object({ id: text, guest_id: text, nights: cents }) }),
      '/guests/{guest_id}': {
        parameters: [one('guest_id')],
        ...get(object({ id: text, owed: cents, nights: { ...cents, description: 'Sum of the nights of all visits.' } }), {
          tags: ['guests'],
        }),
      },
      '/guests/{guest_id}/balance': {
        parameters: [one('guest_id')],
        ...get(object({ guest_id: text, paid: { ...cents, description: paid } }), { description: balance }),
      },
      '/piers': get({ type: 'array', items: object({ id: text }) }),
      '/piers/{pier_id}': {
        parameters: [one('pier_id')],
        ...get(object({ id: text, berths: cents, vacant: cents }), { tags: ['piers'] }),
      },
      '/piers/{pier_id}/berths': { parameters: [one('pier_id')], ...get({ type: 'array', items: berth }) },
    },
  };
};

const bills = [
  { id: 'x1', guest_id: 'g1', status: 'settled', paid: 500, due: 0 },
  { id: 'x2', guest_id: 'g1', status: 'open', paid: 200, due: 700 },
  { id: 'x3', guest_id: 'g1', status: 'open', paid: 0, due: 50 },
];
const berths = ['free', 'let', 'free', 'closed'].map((status, n) => ({ id: `m${n}`, status }));

const harbour = async (
  habits: { readonly owed?: number; readonly paid?: number; readonly vacant?: number; readonly nights?: number },
  told: Partial<Account> = {},
) => {
  const { owed, paid, vacant, nights } = { owed: 750, paid: 700, vacant: 2, nights: 9, ...habits };
  const url = await serve((incoming, outgoing) => {
    const [, root, id, below] = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname.split('/');
    const answers: Readonly<Record<string, unknown>> = {
      'bills//': bills,
      'visits//': [2, 7].map((n) => ({ id: `v${n}`, guest_id: 'g1', nights: n })),
      'guests/g1/': { id: 'g1', owed, nights },
      'guests/g1/balance': { guest_id: 'g1', paid },
      'piers//': [{ id: 'p1' }],
      'piers/p1/': { id: 'p1', berths: berths.length, vacant },
      'piers/p1/berths': berths,
    };
    const found = incoming.method === 'GET' ? answers[`${root}/${id ?? ''}/${below ?? ''}`] : undefined;
    outgoing.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}));
  });
  const ids = { guest_id: 'g1', pier_id: 'p1' };
  const { verdicts } = await judgeForeign(writeDocument(harbourDocument({ ...words, ...told })), url, {
    allow: ['mutation'],
    values: Object.fromEntries(
      ['/guests/{guest_id}', '/guests/{guest_id}/balance', '/piers/{pier_id}', '/piers/{pier_id}/berths'].map((path) => [
        `GET ${path}`,
        ids,
      ]),
    ),
    selection: { only: ['pagination/figures-follow'], skip: [] },
  });
  return verdicts
    .filter(({ verdict }) => verdict.kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind))
    .toSorted();
};

describe('figures that a section or an operation explains', () => {
  test('are accused of nothing where they follow', async () => {
    expect(await harbour({})).toEqual(['pass', 'pass', 'pass', 'pass']);
  });

  test('are told where they do not', async () => {
    const found = [{ owed: 950 }, { nights: 7 }, { paid: 500 }, { vacant: 3 }].map((habits) => harbour(habits));
    expect(await Promise.all(found)).toEqual(
      ['owed', 'nights', 'paid', 'vacant'].map((name) => [`figure-otherwise /${name}`, 'pass', 'pass', 'pass']),
    );
  });

  test('are not judged where the words may mean some of the items', async () => {
    const others = {
      balance: 'Added up over all open bills of the guest.',
      guest: '`owed` is what the guest still has to pay: the sum of `due` over the open bills that were sent.',
      pier: '`berths` counts all berths of the pier, `vacant` those where one can moor without a reservation.',
    };
    expect(await harbour({ owed: 1, paid: 1, vacant: 1 }, others)).toEqual(['pass']);
    expect(await harbour({ paid: 1 }, { paid: 'All that came in this year.' })).toEqual(['pass', 'pass', 'pass']);
  });
});

/** Boats with trips: the first one that is listed has none, and another one has some of everybody. */
const boats = async (mean: number, shown = 4) => {
  const number = { type: 'integer' };
  const get = (schema: object): object => ({ get: { responses: { '200': shows(schema), '404': { description: 'none' } } } });
  const parameters = [{ name: 'boat_id', in: 'path', required: true, schema: text }];
  const described = { type: ['number', 'null'], description: 'Mean of all minutes, rounded to one decimal; null without trips' };
  const boat = object({ id: text, trip_count: number, mean_minutes: described });
  const document = {
    openapi: '3.1.0',
    info: { title: 'Boats', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/boats': get({ type: 'array', items: boat }),
      '/boats/{boat_id}': { parameters, ...get(boat) },
      '/boats/{boat_id}/trips': { parameters, ...get({ type: 'array', items: object({ id: text, minutes: number }) }) },
    },
  };
  const rows = [
    { id: 'b1', trip_count: 0, mean_minutes: null },
    { id: 'b2', trip_count: 4, mean_minutes: mean },
  ];
  const trips = [3, 4, 4, 6].map((minutes, n) => ({ id: `t${n}`, minutes }));
  const url = await serve((incoming, outgoing) => {
    const [, root, id, below] = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname.split('/');
    if (root !== 'boats' || incoming.headers.authorization === undefined) return outgoing.writeHead(root === 'boats' ? 401 : 404).end();
    const row = rows.find((one) => one.id === id);
    const found = id === undefined ? rows : below === undefined ? row : row && (id === 'b2' ? trips.slice(0, shown) : []);
    return outgoing.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}));
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation'],
    values: { 'GET /boats/{boat_id}': { boat_id: 'b1' }, 'GET /boats/{boat_id}/trips': { boat_id: 'b1' } },
    selection: { only: ['pagination/figures-follow'], skip: [] },
  });
  return verdicts
    .filter(({ verdict }) => verdict.kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind));
};

test('figures are read of listed resources with more below them', async () => {
  expect(await boats(4.3)).toEqual(['pass']);
  expect(await boats(4)).toEqual(['figure-otherwise /mean_minutes']);
  // A list that shows fewer than are counted hides some of them.
  expect(await boats(4, 2)).toEqual(['inconclusive']);
});
