import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: object, more: object = {}) => ({ content: { 'application/json': { schema, ...more } } });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 400: { description: 'Wrong' }, 404: { description: 'None' }, 409: { description: 'Contradicts what is there' } };

type Times = 'moments' | 'days';

const printed = {
  moments: { startsAt: '2031-03-03T08:00:00Z', endsAt: '2031-03-03T10:00:00Z' },
  days: { startsAt: '2031-03-03', endsAt: '2031-03-06' },
};

const documentOf = (
  rule: string,
  times: Times,
  { isEndOptional = false, stays = false, until = printed[times].endsAt }: Pick<Habits, 'isEndOptional' | 'stays' | 'until'>,
) => {
  const time = { type: 'string', format: times === 'days' ? 'date' : 'date-time' };
  const end = isEndOptional ? { ...time, type: ['string', 'null'] } : time;
  const { startsAt, endsAt } = { ...printed[times], endsAt: until };
  const booking = {
    type: 'object',
    required: ['id', 'boatId', 'startsAt', ...(isEndOptional ? [] : ['endsAt'])],
    properties: { id: { ...text, readOnly: true }, boatId: text, startsAt: time, endsAt: end },
  };
  const item = { parameters: [{ name: 'bookingId', in: 'path', required: true, schema: text }] };
  return {
    openapi: '3.1.0',
    info: { title: 'Boats', version: '1' },
    paths: {
      '/bookings': {
        get: { responses: shows({ type: 'array', items: booking }) },
        post: {
          description: rule,
          requestBody: { required: true, ...json(booking, { example: { boatId: 'b-1', startsAt, ...(isEndOptional ? {} : { endsAt }) } }) },
          responses: { ...shows(booking, '201'), ...refused },
        },
      },
      '/bookings/{bookingId}': {
        ...item,
        get: { responses: { ...shows(booking), ...refused } },
        ...(stays ? {} : { delete: { responses: { 204: { description: 'Gone' }, ...refused } } }),
      },
    },
  };
};

type Span = { readonly from: number; readonly to: number };

type Habits = {
  /** Do two times of one boat overlap. */
  readonly overlaps?: (one: Span, other: Span) => boolean;
  /** May a time be asked for at all. */
  readonly takes?: (span: Span) => boolean;
  /** May a booking be made without an end, and then has none. */
  readonly isEndOptional?: boolean;
  /** Does no operation remove a booking. */
  readonly stays?: boolean;
  /** The end of the printed time. */
  readonly until?: string;
};

const truly = (one: Span, other: Span): boolean => one.from < other.to && other.from < one.to;

const judged = async (rule: string, times: Times, { overlaps = truly, takes = () => true, ...form }: Habits) => {
  const all = new Map<string, Json>();
  let next = 1;
  const spanOf = ({ startsAt, endsAt }: Json): Span => ({
    from: Date.parse(String(startsAt)),
    to: typeof endsAt === 'string' || form.isEndOptional !== true ? Date.parse(String(endsAt)) : Infinity,
  });
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'bookings' || (id !== undefined && !all.has(id))) return give(404);
    if (incoming.method === 'GET') return give(200, id === undefined ? [...all.values()] : all.get(id));
    if (incoming.method === 'DELETE') return give(form.stays === true ? 405 : all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const span = spanOf(body);
      if (typeof body['boatId'] !== 'string' || !(span.from <= span.to) || !takes(span)) return give(400);
      if ([...all.values()].some((one) => one['boatId'] === body['boatId'] && overlaps(span, spanOf(one)))) return give(409);
      const made = { ...body, id: `k-${next++}` };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(rule, times, form)), url, {
    allow: ['mutation', 'permanent'],
    maxCreates: 60,
    credentials: [],
    selection: { only: ['lifecycle/overlap-refused', 'lifecycle/touching-accepted'], skip: [] },
  });
  const of = (kind: string) => verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === kind ? [check.split('/')[1]] : []));
  return { failed: of('fail'), passed: of('pass'), left: form.stays === true ? [] : [...all.keys()] };
};

const apart = 'Bookings of one boat never overlap (`409`); the next one may start at that very moment when another one ends.';
const touch = 'Back-to-back bookings (one ends at the instant the other starts) are fine.';
const closed = 'A booking that overlaps another one of the boat is refused with 409.';
const days =
  'A booking runs from its first to its last day, both days included, or without end. One that shares a day with another one of the boat is refused with `409`.';
const both = ['overlap-refused', 'touching-accepted'];

const hourMs = 3_600_000;

describe('times that may not overlap', () => {
  test.each<readonly [string, string, Times, Habits, readonly string[]]>([
    ['keeps them apart', apart, 'moments', {}, both],
    ['keeps days apart', apart, 'days', {}, both],
    [
      'counts by what is used',
      `No boat is used by two bookings at the same time. One may start at the very instant at which another ends.`,
      'moments',
      {},
      both,
    ],
    [
      'counts by the minute',
      `Nobody books a boat twice at the same time (\`409\`). One may start the minute the other ends.`,
      'moments',
      {},
      both,
    ],
    [
      'lets none begin when another one ends, where nothing is said',
      closed,
      'moments',
      { overlaps: (a, b) => a.from <= b.to && b.from <= a.to },
      ['overlap-refused'],
    ],
    [
      'takes whole hours, and two of them at most',
      apart,
      'moments',
      { takes: ({ from, to }) => from % hourMs === 0 && to - from === 2 * hourMs },
      both,
    ],
    [
      'is open from eight to ten alone',
      apart,
      'moments',
      { takes: ({ from, to }) => from % (24 * hourMs) >= 8 * hourMs && to % (24 * hourMs) <= 10 * hourMs },
      ['overlap-refused'],
    ],
    [
      'of which one is not cancelled',
      `Nobody can sail two at once: two bookings of one boat must not overlap, unless one of them is cancelled. ${touch}`,
      'moments',
      {},
      both,
    ],
    ['counts the last day', days, 'days', { overlaps: (a, b) => a.from <= b.to && b.from <= a.to }, ['overlap-refused']],
    [
      'counts the last day of what stays and may have none',
      days,
      'days',
      { overlaps: (a, b) => a.from <= b.to && b.from <= a.to, isEndOptional: true, stays: true },
      ['overlap-refused'],
    ],
    [
      'keeps apart what may have no end, up to the moment of the end',
      'No two bookings of a boat may overlap; one without an end is open-ended (409).',
      'moments',
      { isEndOptional: true },
      ['overlap-refused'],
    ],
    [
      'lends by night',
      'Stays that share a night are refused (409). Both days are included in the price; check-out is the last day.',
      'days',
      {},
      ['overlap-refused'],
    ],
    ['lets two share a day', 'Bookings of a boat may share a day. 409 where it is out of order.', 'days', { overlaps: () => false }, []],
    ['lets one overlap another one', 'A booking may overlap at most one other one (409).', 'days', { overlaps: () => false }, []],
    ['says nothing of it', 'Book a boat.', 'moments', { overlaps: () => false }, []],
    [
      'lets them overlap',
      'Two bookings of a boat may overlap. 409 where the boat is out of order.',
      'moments',
      { overlaps: () => false },
      [],
    ],
    ['compares confirmed ones alone', 'Confirmed bookings never overlap (409).', 'moments', { overlaps: () => false }, []],
  ])('a service is told nothing of that %s', async (_what, rule, times, habits, passed) => {
    expect(await judged(rule, times, habits)).toEqual({ failed: [], passed, left: [] });
  });

  test.each<readonly [string, string, Times, Habits, string]>([
    ['compares nothing', closed, 'moments', { overlaps: () => false }, 'overlap-refused'],
    [
      'compares the same time alone, and takes quarters of an hour',
      closed,
      'moments',
      {
        overlaps: (a, b) => a.from === b.from,
        takes: ({ from, to }) => [from, to].every((one) => one % (hourMs / 4) === 0),
        until: '2031-03-03T09:30:00Z',
      },
      'overlap-refused',
    ],
    ['compares the same time alone', closed, 'days', { overlaps: (a, b) => a.from === b.from }, 'overlap-refused'],
    [
      'does not see one around another',
      apart,
      'moments',
      { overlaps: (a, b) => (a.from >= b.from && a.from < b.to) || (a.to > b.from && a.to <= b.to) },
      'overlap-refused',
    ],
    [
      'does not see one within another',
      apart,
      'moments',
      { overlaps: (a, b) => (a.from <= b.from && b.from < a.to ? true : a.to >= b.to && a.from < b.to) },
      'overlap-refused',
    ],
    ['lets one begin on the last day of another one', days, 'days', {}, 'overlap-refused'],
    [
      'lets one begin on the last day of what stays and may have no end',
      'A boat has at most one skipper on any day: bookings with a day in common, first and last day included, are refused (409).',
      'days',
      { isEndOptional: true, stays: true },
      'overlap-refused',
    ],
    [
      'forgets one without an end',
      'No two bookings of a boat may share a day. Without `endsAt` it is open-ended.',
      'days',
      { isEndOptional: true, overlaps: (a, b) => a.to !== Infinity && truly(a, b) },
      'overlap-refused',
    ],
    ['counts the end', apart, 'moments', { overlaps: (a, b) => a.from <= b.to && b.from <= a.to }, 'touching-accepted'],
  ])('a service is told that %s', async (_what, rule, times, habits, check) => {
    const { failed, left } = await judged(rule, times, habits);
    expect({ failed, left }).toEqual({ failed: [check], left: [] });
  });
});
