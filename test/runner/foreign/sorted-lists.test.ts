import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Lamp = { readonly id: string; readonly price: number | null; readonly made_at: string };

const query = (name: string, schema: object) => ({ name, in: 'query', schema });

const lamp = {
  type: 'object',
  properties: { id: { type: 'string' }, price: { type: ['number', 'null'] }, made_at: { type: 'string', format: 'date-time' } },
};

/** A list of lamps that can be sorted, and bounded by their price. */
const documentOf = (said: string) => ({
  openapi: '3.1.0',
  info: { title: 'Lamps', version: '1' },
  paths: {
    '/lamps': {
      get: {
        operationId: 'lamps',
        parameters: [
          { ...query('sort', { type: 'string', enum: ['price', '-price', 'made_at', '-made_at'] }), description: said },
          query('min_price', { type: 'number' }),
          query('max_price', { type: 'number' }),
        ],
        responses: { 200: { description: 'Lamps', content: { 'application/json': { schema: { type: 'array', items: lamp } } } } },
      },
    },
  },
});

const lamps: readonly Lamp[] = [9.5, 100, 20, 20, 3, 55.25].map((price, n) => ({
  id: `l${n}`,
  price,
  made_at: new Date(Date.UTC(2026, n % 3, 4 + n)).toISOString(),
}));

const withBlank: readonly Lamp[] = [...lamps, { id: 'x', price: null, made_at: '2026-09-09T00:00:00Z' }];

type Habits = {
  readonly all?: readonly Lamp[];
  /** Compares two lamps by price, ascending. */
  readonly byPrice?: (one: Lamp, other: Lamp) => number;
  readonly sorts?: 'never' | 'always ascending';
  /** Is a price within the bounds. */
  readonly within?: (price: number, least: number, most: number) => boolean;
  readonly refuses?: boolean;
  /** What is said of the order. */
  readonly said?: string;
  /** Do lamps without a price stand at the end of either order. */
  readonly isBlankLast?: boolean;
};

const number = ({ price }: Lamp): number => price ?? Infinity;

const failures = async ({
  all = lamps,
  byPrice = (one, other) => number(one) - number(other),
  sorts,
  within = (price, least, most) => price >= least && price <= most,
  refuses = false,
  said = 'The order.',
  isBlankLast = false,
}: Habits): Promise<string[]> => {
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams: asked } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/lamps' || (refuses && asked.size > 0)) return outgoing.writeHead(pathname === '/lamps' ? 403 : 404).end();
    const sort = sorts === 'never' ? '' : (asked.get('sort') ?? '');
    const [least, most] = [Number(asked.get('min_price') ?? -Infinity), Number(asked.get('max_price') ?? Infinity)];
    const isBound = asked.has('min_price') || asked.has('max_price');
    const kept = all.filter(({ price }) => (price === null ? !isBound : within(price, least, most)));
    const compare = sort.endsWith('price') ? byPrice : (one: Lamp, other: Lamp) => Date.parse(one.made_at) - Date.parse(other.made_at);
    const sorted = sort === '' ? kept : kept.toSorted(compare);
    const turned = sort.startsWith('-') && sorts !== 'always ascending' ? sorted.toReversed() : sorted;
    const isPriced = ({ price }: Lamp): boolean => price !== null;
    const shown = isBlankLast && sort.endsWith('price') ? [...turned.filter(isPriced), ...turned.filter((one) => !isPriced(one))] : turned;
    return outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(shown));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said)), url);
  return verdicts.flatMap(({ id, case: { level }, verdict }) => (verdict.kind === 'fail' ? [`${level} ${id.split('@')[0] ?? ''}`] : []));
};

describe('a list that is sorted and bounded as it is asked', () => {
  test.each<readonly [string, Habits]>([
    ['by numbers and times', {}],
    ['with lamps without a price', { all: withBlank }],
    [
      'with lamps without a price at the end, as it is said',
      { all: withBlank, isBlankLast: true, said: 'Lamps without a price come last in either direction.' },
    ],
    ['with lamps without a price where the way up alone is spoken of', { all: withBlank, said: 'Lamps without a price come last.' }],
    ['without the bounds themselves', { within: (price, least, most) => price > least && price < most }],
    ['with nothing in it', { all: [] }],
    ['with one lamp', { all: lamps.slice(0, 1) }],
    ['of one price', { all: lamps.map((one) => ({ ...one, price: 5 })) }],
    ['and refuses to be asked', { refuses: true }],
  ])('is accused of nothing: %s', async (_what, habits) => {
    expect(await failures(habits)).toEqual([]);
  });

  test.each<readonly [string, Habits, string]>([
    ['never sorts', { sorts: 'never' }, 'should ordering/order-as-asked'],
    ['sorts one way only', { sorts: 'always ascending' }, 'should ordering/order-as-asked'],
    [
      'sorts prices as texts',
      { byPrice: (one, other) => (String(one.price) < String(other.price) ? -1 : 1) },
      'should ordering/order-as-asked',
    ],
    [
      'turns lamps without a price with the others',
      { all: withBlank, said: 'Lamps without a price come last in either direction.' },
      'should ordering/order-as-asked',
    ],
    ['takes no bound', { within: () => true }, 'should filtering/within-bounds'],
    [
      'compares prices as texts',
      { within: (price, least, most) => (least === -Infinity || String(price) >= String(least)) && price <= most },
      'should filtering/within-bounds',
    ],
    [
      'loses a lamp within',
      { within: (price, least, most) => price >= least && price <= most && (least === -Infinity || price !== 55.25) },
      'should filtering/within-bounds',
    ],
  ])('is told where it %s', async (_what, habits, check) => {
    expect(await failures(habits)).toContain(check);
  });
});

test('a list by days is told where it sorts one way only', async () => {
  const day = { type: 'string', format: 'date' };
  const schema = { type: 'array', items: { type: 'object', properties: { id: { type: 'string' }, due: day } } };
  const responses = { 200: { description: 'Fees', content: { 'application/json': { schema } } } };
  const parameters = [query('sort', { type: 'string', enum: ['due', '-due'] })];
  const fees = { openapi: '3.1.0', info: { title: 'Fees', version: '1' }, paths: { '/fees': { get: { parameters, responses } } } };
  const all = ['2031-02-03', '2030-11-30', '2031-01-09'].map((due, n) => ({ id: `f${n}`, due }));
  const told = async (turns: boolean): Promise<string[]> => {
    const url = await serve((incoming, outgoing) => {
      const { searchParams: asked } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
      const sorted = all.toSorted((one, other) => one.due.localeCompare(other.due));
      const shown = turns && asked.get('sort') === '-due' ? sorted.toReversed() : sorted;
      return outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(shown));
    });
    const { verdicts } = await judgeForeign(writeToolDocument(fees), url, { selection: { only: ['ordering/*'], skip: [] } });
    return verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0] ?? ''] : []));
  };
  expect(await told(true)).toEqual([]);
  expect(await told(false)).toEqual(['ordering/order-as-asked']);
});

test('a list by texts is told where one direction has no effect', async () => {
  const schema = {
    type: 'array',
    items: {
      type: 'object',
      properties: { id: { type: 'string' }, email: { type: 'string', format: 'email' }, made: { type: 'string', format: 'date' } },
    },
  };
  const responses = { 200: { description: 'Pens', content: { 'application/json': { schema } } } };
  const parameters = [query('sort', { type: 'string', enum: ['email', '-email', 'made', '-made'] })];
  const pens = { openapi: '3.1.0', info: { title: 'Pens', version: '1' }, paths: { '/pens': { get: { parameters, responses } } } };
  const all = ['pen03', 'pen01', 'ink', 'pen02'].map((name, n) => ({
    id: `p${n}`,
    email: `${name}@example.org`,
    made: `2030-01-0${n + 1}`,
  }));
  const told = async (turns: boolean, by: (one: (typeof all)[number]) => string = ({ email }) => email): Promise<string[]> => {
    const url = await serve((incoming, outgoing) => {
      const sort = new URL(incoming.url ?? '/', 'http://127.0.0.1').searchParams.get('sort') ?? '';
      const key = sort.endsWith('email') ? by : ({ made }: (typeof all)[number]): string => made;
      const sorted = all.toSorted((one, other) => key(one).localeCompare(key(other)));
      const shown = sort.startsWith('-') && (turns || sort !== '-email') ? sorted.toReversed() : sorted;
      return outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(shown));
    });
    const { verdicts } = await judgeForeign(writeToolDocument(pens), url, { selection: { only: ['ordering/*'], skip: [] } });
    return verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0] ?? ''] : []));
  };
  expect(await told(true)).toEqual([]);
  // By a text that is not shown.
  expect(await told(true, ({ id }) => ['m', 'z', 'a', 'k'][Number(id.slice(1))] ?? '')).toEqual([]);
  expect(await told(false)).toEqual(['ordering/order-as-asked']);
});

describe('amounts that are written as texts', () => {
  type Amount = { readonly total: string; readonly currency: string };
  const all: readonly Amount[] = ['104.50', '9.50', '20.00', '3.25'].map((total, n) => ({ total, currency: n === 2 ? 'USD' : 'EUR' }));
  const digits = String.raw`^[0-9]{1,9}\.[0-9]{2}$`;
  const asNumbers = (one: Amount, other: Amount): number => Number(one.total) - Number(other.total);
  const asTexts = (one: Amount, other: Amount): number => (one.total < other.total ? -1 : 1);
  const inEuros = ({ total, currency }: Amount): number => Number(total) * (currency === 'USD' ? 10 : 1);

  const told = async (
    compare: typeof asTexts,
    {
      name = 'total',
      schema = { pattern: digits },
      said = 'The order',
      measure = 'currency',
    }: { readonly name?: string; readonly schema?: object; readonly said?: string; readonly measure?: string } = {},
  ): Promise<string[]> => {
    const text = { type: 'string' };
    const bill = { type: 'object', properties: { id: text, [name]: { ...text, ...schema }, [measure]: text } };
    const responses = { 200: { description: 'Bills', content: { 'application/json': { schema: { type: 'array', items: bill } } } } };
    const sort = { ...query('sort', { type: 'string', enum: ['id', '-id', name, `-${name}`] }), description: said };
    const bills = {
      openapi: '3.1.0',
      info: { title: 'Bills', version: '1' },
      paths: { '/bills': { get: { parameters: [sort], responses } } },
    };
    const url = await serve((incoming, outgoing) => {
      const asked = new URL(incoming.url ?? '/', 'http://127.0.0.1').searchParams.get('sort') ?? 'id';
      const sorted = (asked.endsWith(name) ? all.toSorted(compare) : all).map((one) => {
        const { total, currency } = one;
        return { id: `b${all.indexOf(one)}`, [name]: total, [measure]: currency, total };
      });
      const turned = asked.startsWith('-') ? sorted.toReversed() : sorted;
      return outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(turned));
    });
    const { verdicts } = await judgeForeign(writeToolDocument(bills), url, { selection: { only: ['ordering/*'], skip: [] } });
    return verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0] ?? ''] : []));
  };

  test('are sorted as numbers, also apart by currency or unit, or in one of them', async () => {
    expect(await told(asNumbers)).toEqual([]);
    expect(await told((one, other) => one.currency.localeCompare(other.currency) || asNumbers(one, other))).toEqual([]);
    expect(await told((one, other) => inEuros(one) - inEuros(other))).toEqual([]);
    expect(await told((one, other) => inEuros(one) - inEuros(other), { measure: 'weightUnit' })).toEqual([]);
  });

  test('are told where units sort them apart although the document compares them as amounts', async () => {
    const apart: typeof asTexts = (one, other) => one.currency.localeCompare(other.currency) || asNumbers(one, other);
    const said = 'The order. Totals are compared as amounts.';
    expect(await told(apart, { measure: 'unit' })).toEqual([]);
    expect(await told(apart, { measure: 'unit', said })).toEqual(['ordering/order-as-asked']);
    expect(await told(apart, { measure: 'currency', said })).toEqual([]);
    expect(await told(asNumbers, { measure: 'unit', said })).toEqual([]);
  });

  test.each<readonly [string, Parameters<typeof told>[1]]>([
    ['by their name', {}],
    ['by their format', { name: 'left', schema: { format: 'decimal' } }],
    ['by their description', { name: 'left', schema: { pattern: digits, description: 'A decimal with two digits after the point' } }],
    ['where the document says so', { said: 'Sorts by the amount, not as a text' }],
  ])('are told where they are sorted as texts: %s', async (_what, form) => {
    expect(await told(asTexts, form)).toEqual(['ordering/order-as-asked']);
  });

  test.each<readonly [string, Parameters<typeof told>[1]]>([
    ['a version', { name: 'version' }],
    ['a code', { name: 'left', schema: { pattern: digits, description: 'A decimal code' } }],
    ['any text', { schema: {} }],
    ['a text in words', { schema: { description: 'The amount of money, with its currency' } }],
    ['digits without a meaning', { name: 'left' }],
    ['what is compared as a text on purpose', { said: 'Amounts are sorted as plain texts' }],
  ])('may be sorted as texts where they are %s', async (_what, form) => {
    expect(await told(asTexts, form)).toEqual([]);
  });
});

test.each<readonly [string, boolean, readonly string[]]>([
  ['as numbers', false, []],
  ['as texts', true, ['ordering/order-as-asked']],
])('amounts that a service works out are made to differ as texts and as numbers: sorted %s', async (_how, asTexts, failed) => {
  const text = { type: 'string' };
  const price = { ...text, pattern: String.raw`^[0-9]{1,6}\.[0-9]{2}$`, description: 'A decimal' };
  const bill = { type: 'object', properties: { id: { ...text, readOnly: true }, label: text, price, total: { ...price, readOnly: true } } };
  const json = (schema: object) => ({ content: { 'application/json': { schema } } });
  const shows = { description: 'It', ...json(bill) };
  const bills = {
    openapi: '3.1.0',
    info: { title: 'Bills', version: '1' },
    paths: {
      '/bills': {
        get: {
          parameters: [query('sort', { type: 'string', enum: ['total', '-total'] })],
          responses: { 200: { description: 'Bills', ...json({ type: 'array', items: bill }) } },
        },
        post: { requestBody: { required: true, ...json({ ...bill, required: ['label', 'price'] }) }, responses: { 201: shows } },
      },
      '/bills/{billId}': {
        parameters: [{ name: 'billId', in: 'path', required: true, schema: text }],
        get: { responses: { 200: shows, 404: { description: 'None' } } },
        delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
      },
    },
  };
  type Bill = { readonly id: string; readonly total: string };
  const all = new Map<string, Bill>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const [, root, id = ''] = pathname.split('/');
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const compare = (one: Bill, other: Bill): number =>
      asTexts ? (one.total < other.total ? -1 : 1) : Number(one.total) - Number(other.total);
    if (root !== 'bills' || (id !== '' && !all.has(id))) return end(404);
    if (incoming.method === 'DELETE') return end(all.delete(id) ? 204 : 404);
    if (incoming.method === 'GET' && id !== '') return end(200, all.get(id));
    if (incoming.method === 'GET') {
      const sort = searchParams.get('sort') ?? '';
      const sorted = sort === '' ? [...all.values()] : [...all.values()].toSorted(compare);
      return end(200, sort.startsWith('-') ? sorted.toReversed() : sorted);
    }
    void objectBody(incoming).then((body = {}) => {
      const made = { ...body, id: `b${next++}`, total: (2 * Number(body['price'])).toFixed(2) };
      all.set(made.id, made);
      return end(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(bills), url, {
    allow: ['mutation'],
    selection: { only: ['ordering/*'], skip: [] },
  });
  expect(verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0] ?? ''] : []))).toEqual(failed);
  expect(all.size).toBe(0);
});

test.each<readonly [string, string, 'no case' | 'capitals first' | 'without articles', readonly string[]]>([
  ['Names are compared without regard to case.', 'as it says', 'no case', []],
  ['Names are compared without regard to case.', 'with capitals first', 'capitals first', ['ordering/order-as-asked']],
  ['Names are compared without regard to case.', 'without their articles', 'without articles', []],
  ['The order of the list.', 'with capitals first', 'capitals first', []],
])('a list of which the document says "%s" is sorted %s', async (description, _how, way, expected) => {
  const item = { type: 'object', properties: { id: { type: 'string' }, name: { type: 'string' }, bred: { type: 'integer' } } };
  const responses = { 200: { description: 'Roses', content: { 'application/json': { schema: { type: 'array', items: item } } } } };
  const parameters = [{ ...query('sort', { type: 'string', enum: ['name', '-name', 'bred', '-bred'] }), description }];
  const roses = { openapi: '3.1.0', info: { title: 'Roses', version: '1' }, paths: { '/roses': { get: { parameters, responses } } } };
  const all = ['Peace', 'aloha', 'The Wren', 'Zephirine', 'bonica', 'Eden', 'corail'].map((name, n) => ({
    id: `r${n}`,
    name,
    bred: 1900 + n,
  }));
  const keyOf = (name: string): string =>
    way === 'capitals first' ? name : way === 'no case' ? name.toLowerCase() : name.toLowerCase().replace(/^the /u, '');
  const url = await serve((incoming, outgoing) => {
    const { searchParams: asked } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const sort = asked.get('sort') ?? 'name';
    const sorted = sort.endsWith('bred') ? all : all.toSorted((one, other) => (keyOf(one.name) < keyOf(other.name) ? -1 : 1));
    const shown = sort.startsWith('-') ? sorted.toReversed() : sorted;
    return outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(shown));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(roses), url, { selection: { only: ['ordering/*'], skip: [] } });
  expect(verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0] ?? ''] : []))).toEqual(expected);
});
