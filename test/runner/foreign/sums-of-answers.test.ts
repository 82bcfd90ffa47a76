import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const whole = { type: 'integer' };
const text = { type: 'string' };
const money = { type: 'string', pattern: '^(0|[1-9][0-9]*)\\.[0-9]{2}$' };
const told = (schema: Json, description: string): Json => ({ ...schema, description });
const object = (properties: Json): Json => ({ type: 'object', properties });
const list = (items: Json): Json => ({ type: 'array', items });

const line = object({
  name: text,
  quantity: whole,
  unitPrice: money,
  lineTotal: told(money, '`quantity` × `unitPrice`'),
  taxPercent: whole,
  taxAmount: money,
});
const basket = object({
  id: text,
  lines: list(line),
  lineCount: told(whole, 'Number of lines.'),
  total: told(money, 'Sum of quantity times unitPrice of all lines.'),
  paid: money,
  due: told({ type: 'string', pattern: '^-?(0|[1-9][0-9]*)\\.[0-9]{2}$' }, 'total minus paid'),
  // Something else has a part in it.
  // A sentence that names the total, and no sum.
  amount_paid: money,
  open: told(money, 'What is left of `total` after `amount_paid`, in spite of all payments'),
  payments: list(object({ amount: money })),
  gross: told(money, 'Sum of unitPrice of all lines, including tax.'),
  subtotal: told(money, 'Sum of the lines.'),
  // Said by the operation.
  taxTotal: money,
});

const document: Json = {
  openapi: '3.1.0',
  info: { title: 'Baskets', version: '1' },
  paths: {
    '/baskets': {
      get: {
        description:
          'For each line, `lineTotal` is quantity times unitPrice, and `taxAmount` is rounded. `taxTotal` is the sum over the lines as rounded.',
        responses: {
          200: {
            description: 'all',
            content: { 'application/json': { schema: object({ baskets: list(basket), count: told(whole, 'Number of baskets.') }) } },
          },
        },
      },
    },
  },
};

const honest = {
  id: 'b1',
  lines: [
    { name: 'rope', quantity: 3, unitPrice: '2.50', lineTotal: '7.50', taxPercent: 19, taxAmount: '1.43' },
    { name: 'hook', quantity: 2, unitPrice: '0.99', lineTotal: '1.98', taxPercent: 19, taxAmount: '0.38' },
  ],
  lineCount: 2,
  total: '9.48',
  amount_paid: '1.00',
  open: '8.48',
  payments: [{ amount: '1.00' }],
  paid: '4.00',
  due: '5.48',
  gross: '99.99',
  subtotal: '9.48',
  taxTotal: '1.81',
};

const failures = async (shown: Json): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const isKnown = (incoming.url ?? '').split('?')[0] === '/baskets';
    outgoing.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
    // A page may hold fewer baskets than there are.
    outgoing.end(isKnown ? JSON.stringify({ baskets: [{ ...honest, ...shown }], count: 12 }) : '{}');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, { selection: { only: ['schema/*', 'status/*'], skip: [] } });
  return verdicts.flatMap(({ verdict, case: { requirement } }) =>
    verdict.kind === 'fail' ? [`${requirement} ${verdict.finding.where}`] : [],
  );
};

describe('numbers that descriptions derive from others', () => {
  test('are not accused where they agree', async () => {
    expect(await failures({})).toEqual([]);
    expect(await failures({ lines: [], lineCount: 0, total: '0.00', due: '-4.00', subtotal: '0.00', taxTotal: '0.00' })).toEqual([]);
    expect(await failures({ lines: null, total: null })).not.toContain('OAS-98 #/baskets/*/total');
  });

  test.each<readonly [string, Json]>([
    ['total', { total: '3.49', due: '-0.51' }],
    ['due', { due: '9.48' }],
    ['lineCount', { lineCount: 5 }],
    ['subtotal', { subtotal: '7.50' }],
    // The tax of all lines, rounded once: 19 percent of 9.48 is 1.8012.
    ['taxTotal', { taxTotal: '1.80' }],
  ])('are told where %s does not', async (member, shown) => {
    expect(await failures(shown)).toEqual([`OAS-98 #/baskets/*/${member}`]);
  });

  test('are told where that of a line does not', async () => {
    expect(
      await failures({
        lines: [{ quantity: 3, unitPrice: '2.50', lineTotal: '2.50' }],
        lineCount: 1,
        total: '7.50',
        due: '3.50',
        subtotal: '2.50',
      }),
    ).toEqual(['OAS-98 #/baskets/*/lines/*/lineTotal']);
  });
});

const cents = { type: 'integer', minimum: 0 };

const bill = object({
  id: text,
  rate: told(cents, 'Percent.'),
  entries: list(object({ count: whole, each: cents, amount: cents })),
  net: cents,
  tax: cents,
  gross: cents,
  mean: told({ type: 'number' }, 'Average of the amounts of all entries, rounded half up to one decimal.'),
});

/** Bills, and what the text of their read says of their numbers. */
const bills = (description: string, introduction: string): Json => ({
  openapi: '3.0.3',
  info: { title: 'Bills', version: '1', description: introduction },
  paths: {
    '/bills': {
      get: {
        description,
        responses: {
          200: { description: 'all', content: { 'application/json': { schema: object({ bills: list(bill), total: whole }) } } },
        },
      },
    },
  },
});

const said = [
  'The newest first.',
  '1. The `amount` of an entry is `count` times `each`.',
  '2. `net` is the sum of the entries.',
  '3. `tax` is `rate` percent of `net`, rounded to the cent (half a cent up).',
  '4. `gross` is the net plus the tax.',
].join('\n');

const right = {
  id: 'b1',
  rate: 7,
  entries: [
    { count: 3, each: 50, amount: 150 },
    { count: 1, each: 100, amount: 100 },
  ],
  net: 250,
  tax: 18,
  gross: 268,
  mean: 125,
};

const toldOf = async (shown: Json, description = said, introduction = ''): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const isKnown = (incoming.url ?? '').split('?')[0] === '/bills';
    outgoing.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
    outgoing.end(isKnown ? JSON.stringify({ bills: [{ ...right, ...shown }], total: 9 }) : '{}');
  });
  const selection = { only: ['schema/sums-agree'], skip: [] };
  const { verdicts } = await judgeForeign(writeToolDocument(bills(description, introduction)), url, { selection });
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.where] : []));
};

describe('numbers that the text of an operation derives', () => {
  test('are not accused where they agree, or where an object shows too little', async () => {
    expect(await toldOf({})).toEqual([]);
    expect(await toldOf({ entries: [], net: 0, tax: 0, gross: 0, mean: null })).toEqual([]);
    expect(await toldOf({ rate: null, tax: 3, gross: 253 })).toEqual([]);
  });

  test.each<readonly [string, Json, string]>([
    ['cut where they are to be rounded half up', { tax: 17, gross: 267 }, '#/bills/*/tax'],
    ['other sums', { net: 200, tax: 14, gross: 214 }, '#/bills/*/net'],
    ['another end', { gross: 232 }, '#/bills/*/gross'],
    ['another mean', { mean: 124.9 }, '#/bills/*/mean'],
    [
      'other entries',
      { entries: [{ count: 3, each: 50, amount: 50 }], net: 50, tax: 4, gross: 54, mean: 50 },
      '#/bills/*/entries/*/amount',
    ],
  ])('are told where they are %s', async (_what, shown, where) => {
    expect(await toldOf(shown)).toEqual([where]);
  });

  test('may be cut or rounded where nothing is said of that', async () => {
    const silent = said.replace(', rounded to the cent (half a cent up)', '');
    expect(await toldOf({ tax: 17, gross: 267 }, silent)).toEqual([]);
    expect(await toldOf({ tax: 17, gross: 267 }, silent, 'Where rounding is needed, half a cent is rounded up.')).toEqual([
      '#/bills/*/tax',
    ]);
  });

  test.each([
    'A voucher is taken off it.',
    'For members 10 percent are deducted.',
    'It is at most 200.',
    'It is doubled abroad.',
    'If the bill is late, it is 300.',
  ])('are not judged where another sentence changes them: %s', async (further) => {
    const changed = said.replace('is the net plus the tax.', `is the net plus the tax. ${further}`);
    expect(await toldOf({ gross: 232 }, changed)).toEqual([]);
    const harmless = said.replace('is the net plus the tax.', 'is the net plus the tax. It is never negative.');
    expect(await toldOf({ gross: 232 }, harmless)).toEqual(['#/bills/*/gross']);
  });

  test('may be nothing under a condition that is named beside', async () => {
    const free = said.replace('half a cent up).', 'half a cent up). It is 0 if the customer is exempt.');
    expect(await toldOf({ tax: 0, gross: 250 }, free)).toEqual([]);
    expect(await toldOf({ tax: 0, gross: 250 })).toEqual(['#/bills/*/tax']);
    expect(await toldOf({ tax: 10, gross: 260 }, free)).toEqual(['#/bills/*/tax']);
  });
});

const some: Json = { run: 3, late: 1, called_off: 4 };

/** Judges a ferry with trips by their outcome, and a share of them. */
const shareOf = async (description: string, share: number | null, trips = some): Promise<number> => {
  const ferry = object({
    trips: whole,
    byOutcome: object({ run: whole, late: whole, called_off: whole }),
    share: told({ type: ['number', 'null'] }, description),
  });
  const url = await serve((incoming, outgoing) => {
    const isKnown = (incoming.url ?? '').split('?')[0] === '/ferry';
    outgoing.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
    outgoing.end(isKnown ? JSON.stringify({ trips: 8, byOutcome: trips, share }) : '{}');
  });
  const ferries: Json = {
    openapi: '3.1.0',
    info: { title: 'Ferry', version: '1' },
    paths: { '/ferry': { get: { responses: { 200: { description: 'It', content: { 'application/json': { schema: ferry } } } } } } },
  };
  const selection = { only: ['schema/sums-agree'], skip: [] };
  const { verdicts } = await judgeForeign(writeToolDocument(ferries), url, { selection });
  return verdicts.filter(({ verdict }) => verdict.kind === 'fail').length;
};

describe('a share of numbers in an object inside', () => {
  const ofBoth = 'run in percent of run plus late, one decimal, null if both are 0';
  test.each<readonly [string, number | null, Json]>([
    [ofBoth, 75, some],
    [ofBoth, null, { run: 0, late: 0, called_off: 8 }],
    [ofBoth, 0, { run: 0, late: 0, called_off: 8 }],
    // Of what else the share may be.
    ['run in percent of trips that were not called off, one decimal', 37.5, some],
    ['run in percent of what was planned, null without any', 12.5, some],
  ])('%s: %s is not told', async (description, share, trips) => {
    expect(await shareOf(description, share, trips)).toBe(0);
  });
  test.each<readonly [string, number]>([
    [ofBoth, 37.5],
    ['The percentage of `trips` that is `late`, 0 without trips', 25],
  ])('%s: %s is told', async (description, share) => {
    expect(await shareOf(description, share)).toBe(1);
  });
});

/** A ferry with fares by day, whose former fare ends so many days before a new one begins. */
const fareEnds = async (description: string, daysBefore: number): Promise<readonly string[]> => {
  const day = { type: 'string', format: 'date' };
  const fare = object({ from: day, to: { type: ['string', 'null'], format: 'date' }, price: whole });
  const ferry = object({ id: text, fares: list(fare) });
  const answers = (schema: Json, status: string): Json => ({
    [status]: { description: 'It', content: { 'application/json': { schema } } },
    404: { description: 'None' },
    422: { description: 'Wrong' },
  });
  const ferries: Json = {
    openapi: '3.1.0',
    info: { title: 'Ferries', version: '1' },
    paths: {
      '/ferries/{ferryId}': {
        parameters: [{ name: 'ferryId', in: 'path', required: true, schema: text }],
        get: { responses: answers(ferry, '200') },
      },
      '/ferries/{ferryId}/fares': {
        parameters: [{ name: 'ferryId', in: 'path', required: true, schema: text }],
        post: {
          description,
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { ...object({ from: day, price: whole }), required: ['from', 'price'] } } },
          },
          responses: answers(ferry, '201'),
        },
      },
    },
  };
  const fares: { from: string; to: string | null; price: unknown }[] = [{ from: '2020-01-01', to: null, price: 5 }];
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value: unknown = {}): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const path = (incoming.url ?? '').split('?')[0];
    const isFares = path === '/ferries/f1/fares';
    if (!isFares && path !== '/ferries/f1') return give(404);
    if (!isFares) return give(incoming.method === 'GET' ? 200 : 405, { id: 'f1', fares });
    if (incoming.method !== 'POST') return give(405);
    void objectBody(incoming).then((body = {}) => {
      const { from, price } = body;
      const former = fares.at(-1);
      const isRight = typeof from === 'string' && /^\d{4}-\d\d-\d\d$/u.test(from) && Number.isInteger(price);
      if (!former || !isRight || from <= former.from) return give(422);
      former.to = new Date(Date.parse(from) - daysBefore * 86_400_000).toISOString().slice(0, 10);
      fares.push({ from, to: null, price });
      return give(201, { id: 'f1', fares });
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(ferries), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    values: Object.fromEntries(['GET /ferries/{ferryId}', 'POST /ferries/{ferryId}/fares'].map((key) => [key, { ferryId: 'f1' }])),
    selection: { only: ['schema/sums-agree', 'status/documented-call', 'lifecycle/*'], skip: [] },
  });
  return verdicts.flatMap(({ verdict, case: { check } }) =>
    check !== 'schema/sums-agree' || verdict.kind === 'skipped' ? [] : verdict.kind === 'fail' ? [verdict.finding.code] : [verdict.kind],
  );
};

test.each<readonly [string, number, readonly string[]]>([
  ['The fare that was valid until then ends on the day before the new one begins.', 1, ['pass']],
  ['The fare that was valid until then ends on the day before the new one begins.', 0, ['end-otherwise']],
  ['The former fare ends when the new one begins.', 0, ['pass']],
  ['The former fare ends when the new one begins.', 1, ['pass']],
  ['The former fare ends when the new one begins.', -1, ['end-otherwise']],
  ['Adds a fare.', 0, []],
])('the entry before a new one ends as the text says: %s, %d', async (description, daysBefore, expected) => {
  expect(await fareEnds(description, daysBefore)).toEqual(expected);
});
