import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Toll = { readonly id: string; readonly amount: string; readonly paid_at: string; readonly lane: string };
type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const amount = { $ref: '#/components/schemas/Amount' };
const lane = { type: 'string', enum: ['north', 'south'] };
const toll = { type: 'object', required: ['id', 'amount', 'paid_at', 'lane'], properties: { id: text, amount, paid_at: moment, lane } };
const query = (name: string, schema: Json, description = '') => ({ name, in: 'query', schema, description });

/** Whether the introduction says what becomes of values that break a rule, or the parameter for the size itself. */
type Words = { readonly introduction?: string; readonly size?: string };

const documentWith = ({ introduction, size }: Words): Json => ({
  openapi: '3.1.0',
  info: { title: 'Tolls', version: '1', ...(introduction === undefined ? {} : { description: introduction }) },
  components: { schemas: { Amount: { type: 'string', pattern: '^(0|[1-9][0-9]*)\\.[0-9]{2}$' } } },
  paths: {
    '/tolls': {
      get: {
        parameters: [
          query('limit', { type: 'integer', minimum: 1, maximum: 50, default: 20 }, size),
          query('cursor', text),
          query('sort', { type: 'string', enum: ['paid_at', '-paid_at', 'lane'] }, '`lane` puts south tolls first.'),
          query('lane', lane),
          query('paid_from', moment, 'Only tolls paid at this time or later.'),
          query('paid_to', moment, 'Only tolls paid before this time.'),
          query('min_amount', amount, 'Only tolls of this amount or more.'),
        ],
        responses: {
          200: {
            description: 'tolls',
            headers: { Link: { description: 'The address of the next page, which keeps the other parameters.', schema: text } },
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['tolls', 'next_cursor'],
                  properties: { tolls: { type: 'array', items: toll }, next_cursor: { type: ['string', 'null'] } },
                },
              },
            },
          },
          400: { description: 'faulty' },
        },
      },
    },
  },
});

const tolls: readonly Toll[] = ['9.50', '100.00', '20.00', '20.00', '3.00', '55.25'].map((one, n) => ({
  id: `t${n}`,
  amount: one,
  lane: n % 2 === 0 ? 'north' : 'south',
  // Two were paid at the same time.
  paid_at: new Date(Date.UTC(2026, 2, 4 + Math.floor(n / 2), 8, 30, 0, 250)).toISOString(),
}));

type Habits = {
  readonly from?: 'exclusive';
  readonly to?: 'inclusive';
  readonly amounts?: 'as texts';
  readonly pages?: 'by time alone';
  readonly limits?: 'clamped';
  readonly links?: 'without filters';
  readonly lanes?: 'by the alphabet';
};

/** Where a page begins: after an item, or after all items of its time. */
type Place = { readonly id: string; readonly paid_at: string };

/** The milliseconds of a date and time in the form of RFC 3339; NaN for another text, and for a day that no calendar has. */
const msOf = (written: string): number => {
  const isWritten = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/iu.test(written);
  const day = new Date(`${written.slice(0, 10)}T00:00:00Z`);
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(written.slice(0, 10));
  return isWritten && isDay ? Date.parse(written) : Number.NaN;
};

const always: Words = { introduction: 'Query parameters that break a rule are answered with 400.' };

const failures = async ({ from, to, amounts, pages, limits, links, lanes }: Habits, words: Words = always): Promise<string[]> => {
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams: asked } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const send = (status: number, value?: unknown): unknown =>
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    if (pathname !== '/tolls') return send(404);
    const limit = Number(asked.get('limit') ?? 20);
    const [after, before] = ['paid_from', 'paid_to'].map((name) => (asked.has(name) ? msOf(asked.get(name) ?? '') : undefined));
    const least = asked.get('min_amount');
    const sort = asked.get('sort');
    const isFaulty =
      [after, before].some((one) => Number.isNaN(one)) ||
      !['paid_at', '-paid_at', 'lane', null].includes(sort) ||
      !['north', 'south', null].includes(asked.get('lane')) ||
      (least !== null && !/^(?:0|[1-9]\d*)\.\d\d$/u.test(least)) ||
      !Number.isInteger(limit) ||
      (limits !== 'clamped' && (limit < 1 || limit > 50));
    let place: Place | undefined;
    try {
      const cursor = asked.get('cursor');
      place = cursor === null ? undefined : (JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Place);
    } catch {
      return send(400);
    }
    if (isFaulty || (place !== undefined && typeof place.id !== 'string')) return send(400);
    const sign = sort === '-paid_at' ? -1 : 1;
    const all = tolls
      .filter((one) => [one.lane, null].includes(asked.get('lane')))
      .filter((one) => after === undefined || (from === 'exclusive' ? Date.parse(one.paid_at) > after : Date.parse(one.paid_at) >= after))
      .filter((one) => before === undefined || (to === 'inclusive' ? Date.parse(one.paid_at) <= before : Date.parse(one.paid_at) < before))
      .filter((one) => least === null || (amounts === 'as texts' ? one.amount >= least : Number(one.amount) >= Number(least)))
      .toSorted((a, b) => {
        if (sort === 'lane') return a.lane.localeCompare(b.lane) * (lanes === 'by the alphabet' ? 1 : -1);
        return sort === null ? 0 : sign * a.paid_at.localeCompare(b.paid_at);
      });
    const at = place === undefined ? -1 : all.findIndex(({ id }) => id === place.id);
    const isByTime = pages === 'by time alone' && sort !== null && sort !== 'lane';
    const rest =
      place === undefined ? all : isByTime ? all.filter((one) => sign * one.paid_at.localeCompare(place.paid_at) > 0) : all.slice(at + 1);
    const page = rest.slice(0, Math.max(1, Math.min(limit, 50)));
    const last = page.at(-1);
    const isMore = last !== undefined && rest.length > page.length;
    const next = isMore ? Buffer.from(JSON.stringify({ id: last.id, paid_at: last.paid_at })).toString('base64url') : null;
    if (next !== null) {
      const kept = new URLSearchParams(links === 'without filters' ? [['limit', String(limit)]] : asked);
      kept.set('cursor', next);
      outgoing.setHeader('link', `</tolls?${kept.toString()}>; rel="next"`);
    }
    return send(200, { tolls: page, next_cursor: next });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(words)), url, {
    selection: { only: ['filtering/*', 'pagination/*', 'ordering/*', 'query/*'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict, case: { level } }) => (verdict.kind === 'fail' ? [`${level} ${id.split('@')[0] ?? ''}`] : []));
};

describe('a list with bounds and orders', () => {
  test('that keeps what it says is accused of nothing', async () => {
    expect(await failures({})).toEqual([]);
  });

  test.each<readonly [string, Habits, string]>([
    ['leaves out the moment that counts', { from: 'exclusive' }, 'should filtering/bound-itself'],
    ['gives the moment that does not count', { to: 'inclusive' }, 'should filtering/bound-itself'],
    ['compares amounts as texts', { amounts: 'as texts' }, 'should filtering/within-bounds'],
    ['begins a page after all items of one time', { pages: 'by time alone' }, 'should pagination/ordered-walk-complete'],
    ['links to a page without its filters', { links: 'without filters' }, 'should pagination/link-keeps-filters'],
    ['sorts listed values by the alphabet', { lanes: 'by the alphabet' }, 'should ordering/order-as-asked'],
    ['takes a size that it says to refuse', { limits: 'clamped' }, 'should query/breach-refused'],
  ])('and %s is told of', async (_what, habits, check) => {
    expect(await failures(habits)).toContain(check);
  });

  test.each([
    'Values below 1 are refused with `400`.',
    'Values above 50 are taken as 50; values below 1 are refused with 400.',
    'Larger values are refused with 400.',
  ])('and takes a size that the parameter says to refuse is told of: %s', async (size) => {
    expect(await failures({ limits: 'clamped' }, { size })).toContain('should query/breach-refused');
    expect(await failures({}, { size })).toEqual([]);
  });

  test.each([
    'The most tolls on a page.',
    'Values above 50 are refused with `400` or taken as 50.',
    'Values below 1 are refused or taken as 1.',
  ])('and brings a size back to its bounds is not told of where the parameter allows that: %s', async (size) => {
    expect(await failures({ limits: 'clamped' }, { size })).toEqual([]);
  });
});
