import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Berth = { readonly id: number; readonly name: string; readonly email: string; readonly fee: number; readonly created_at: string };

const whole = { type: 'integer' };
const query = (name: string, schema: object, more: object = {}) => ({ name, in: 'query', schema, ...more });

const berth = {
  type: 'object',
  properties: {
    id: whole,
    name: { type: 'string' },
    email: { type: 'string', format: 'email' },
    fee: { type: 'number' },
    created_at: { type: 'string', format: 'date-time' },
  },
};

/** Berths by page numbers, with links and a flag for more, sorted and filtered as the query asks, and newest first without that. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Berths', version: '1' },
  paths: {
    '/berths': {
      get: {
        operationId: 'berths',
        description: 'All berths, newest first.',
        parameters: [
          query('page', { ...whole, minimum: 1, default: 1 }),
          query('size', { ...whole, minimum: 1, maximum: 30 }),
          query('sort', { type: 'string', enum: ['name', '-name', 'fee', '-fee'] }),
          query('email', { type: 'string', format: 'email' }),
          query('min_fee', { type: 'number' }, { description: 'Lowest fee, included' }),
        ],
        responses: {
          200: {
            description: 'Berths',
            headers: { Link: { schema: { type: 'string' } } },
            content: {
              'application/json': {
                schema: { type: 'object', properties: { data: { type: 'array', items: berth }, has_more: { type: 'boolean' } } },
              },
            },
          },
        },
      },
    },
  },
};

const berths: readonly Berth[] = Array.from({ length: 14 }, (_, n) => ({
  id: 70 + n,
  name: ['Heron', 'alder', 'Quay', 'Birch', 'Maple', 'Dock', 'Yew'][n % 7] ?? '',
  email: `b${n}@harbour.example`,
  fee: Math.round((40 - n * 1.37) * 100) / 100,
  created_at: new Date(Date.UTC(2026, 3, 30 - n)).toISOString(),
}));

type Habits = {
  readonly all: readonly Berth[];
  /** The URL of a link: absolute, a path, or only a query. */
  readonly host: string;
  /** The page that the link of a page names; undefined where it gives none. */
  readonly linkFrom: (page: number, last: number) => number | undefined;
  /** A link keeps the other parameters of the request. */
  readonly keepsQuery: boolean;
  readonly more: (page: number, last: number) => boolean;
  readonly sort: (asked: string, all: readonly Berth[]) => readonly Berth[];
  readonly isOf: (berth: Berth, email: string) => boolean;
  readonly isWithin: (fee: number, least: number) => boolean;
};

const by = (asked: string, all: readonly Berth[], compare: (one: string, other: string) => number): readonly Berth[] => {
  const sorted = all.toSorted((one, other) => (asked.endsWith('fee') ? one.fee - other.fee : compare(one.name, other.name)));
  return asked === '' ? all : asked.startsWith('-') ? sorted.toReversed() : sorted;
};

const usual: Habits = {
  all: berths,
  host: 'http://harbour.test/berths',
  linkFrom: (page, last) => (page < last ? page + 1 : undefined),
  keepsQuery: true,
  more: (page, last) => page < last,
  sort: (asked, all) => by(asked, all, (one, other) => one.localeCompare(other)),
  isOf: (one, email) => one.email === email,
  isWithin: (fee, least) => fee >= least,
};

const failures = async (habits: Partial<Habits>): Promise<string[]> => {
  const own = { ...usual, ...habits };
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams: asked } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/berths') return outgoing.writeHead(404).end();
    const [email, least] = [asked.get('email'), Number(asked.get('min_fee') ?? -1)];
    const found = own.all.filter((one) => (email === null || own.isOf(one, email)) && own.isWithin(one.fee, least));
    const [page, size] = [Number(asked.get('page') ?? 1), Math.min(30, Number(asked.get('size') ?? 5))];
    const last = Math.max(1, Math.ceil(found.length / size));
    const data = own.sort(asked.get('sort') ?? '', found).slice((page - 1) * size, page * size);
    const next = page > last ? undefined : own.linkFrom(page, last);
    const linked = new URLSearchParams(own.keepsQuery ? asked : {});
    linked.set('page', String(next));
    return outgoing
      .writeHead(200, {
        'content-type': 'application/json',
        ...(next === undefined ? {} : { link: `<${own.host}?${linked.toString()}>; rel="next"` }),
      })
      .end(JSON.stringify({ data, has_more: own.more(page, last) }));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  return verdicts.flatMap(({ id, case: { level }, verdict }) => (verdict.kind === 'fail' ? [`${level} ${id.split('@')[0] ?? ''}`] : []));
};

/** Another order of the same items at each call. */
const shuffling = (): Habits['sort'] => {
  let turn = 0;
  return (_asked, all) => {
    turn += 5;
    return all.toSorted((one, other) => ((one.id * turn) % 17) - ((other.id * turn) % 17) || one.id - other.id);
  };
};

describe('a list with links and a flag for more', () => {
  test.each<readonly [string, Partial<Habits>]>([
    ['by whole links', {}],
    ['by links without a host', { host: '/berths' }],
    ['by a query only', { host: '' }],
    ['by links of a gateway', { host: 'https://gateway.invalid/v3/berths' }],
    ['without any link', { linkFrom: () => undefined }],
    ['with a link on the last page', { linkFrom: (page) => page + 1 }],
    ['in the order of codes', { sort: (asked, all) => by(asked, all, (one, other) => (one < other ? -1 : 1)) }],
    [
      'by names without the first letter',
      { sort: (asked, all) => by(asked, all, (one, other) => one.slice(1).localeCompare(other.slice(1))) },
    ],
    ['with addresses in any case', { isOf: (one, email) => one.email.toLowerCase() === email.toLowerCase() }],
    ['with three berths', { all: berths.slice(0, 3) }],
    ['with nothing', { all: [] }],
    ['of one fee and name', { all: berths.map((one) => ({ ...one, fee: 5, name: 'Pier' })) }],
  ])('is accused of nothing: %s', async (_what, habits) => {
    expect(await failures(habits)).toEqual([]);
  });

  test.each<readonly [string, Partial<Habits>, string]>([
    ['links to the same page', { linkFrom: (page, last) => (page < last ? page : undefined) }, 'pagination/link-leads-on'],
    ['leaves a link out', { linkFrom: (page, last) => (page < last && page !== 2 ? page + 1 : undefined) }, 'pagination/link-leads-on'],
    ['loses the size in its links', { keepsQuery: false }, 'pagination/link-leads-on'],
    ['always announces more', { more: () => true }, 'pagination/more-tells-the-truth'],
    ['never announces more', { more: () => false }, 'pagination/more-tells-the-truth'],
    ['sorts by nothing', { sort: (_asked, all) => all }, 'ordering/order-as-asked'],
    [
      'shows the oldest first',
      { sort: (asked, all) => (asked === '' ? all.toReversed() : usual.sort(asked, all)) },
      'ordering/documented-order',
    ],
    ['takes any address', { isOf: () => true }, 'filtering/only-matching'],
    ['leaves the bound out', { isWithin: (fee, least) => fee > least }, 'filtering/within-bounds'],
    ['has no order', { sort: shuffling() }, 'pagination/walk-unique'],
  ])('is told where it %s', async (_what, habits, check) => {
    expect(await failures(habits)).toContain(`should ${check}`);
  });
});
