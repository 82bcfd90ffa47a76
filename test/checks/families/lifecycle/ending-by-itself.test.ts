import { describe, expect, test } from 'vitest';
import { endsByItself } from '../../../../src/checks/families/lifecycle/ending-by-itself.ts';
import { holdsValue } from '../../../../src/model/request.ts';
import { contractIn } from '../../../contract/last-contracts.ts';
import { writeToolDocument } from '../../../worlds/old-dialect.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge } from '../../support/judge.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const states = { type: 'string', enum: ['held', 'bought', 'expired'] };

const documentOf = (said: string, least: number, ofLength = ''): Json => {
  const refused = { 404: { description: 'None' }, 422: { description: 'Wrong' } };
  const berth = { type: 'object', required: ['id', 'name', 'free'], properties: { id: text, name: text, free: { type: 'integer' } } };
  const members = {
    id: text,
    berthId: text,
    status: states,
    createdAt: moment,
    expiresAt: { ...moment, description: '`createdAt` plus `keepSeconds`' },
  };
  const hold = { type: 'object', required: Object.keys(members), properties: members };
  const item = (name: string): Json => ({ name, in: 'path', required: true, schema: text });
  return {
    openapi: '3.1.0',
    info: { title: 'Harbour', version: '1' },
    paths: {
      '/berths': {
        post: {
          requestBody: { required: true, ...json({ type: 'object', required: ['name'], properties: { name: text } }) },
          responses: { 201: { description: 'Made', ...json(berth) }, ...refused },
        },
      },
      '/berths/{berthId}': {
        parameters: [item('berthId')],
        get: { responses: { 200: { description: 'It', ...json(berth) }, ...refused } },
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
      '/holds': {
        get: {
          parameters: [{ name: 'status', in: 'query', schema: states }],
          responses: { 200: { description: 'All', ...json({ type: 'array', items: hold }) } },
        },
        post: {
          description: said,
          requestBody: {
            required: true,
            ...json({
              type: 'object',
              required: ['berthId'],
              properties: {
                berthId: text,
                keepSeconds: { type: 'integer', minimum: least, maximum: 900, default: 300, ...(ofLength && { description: ofLength }) },
              },
            }),
          },
          responses: { 201: { description: 'Held', ...json(hold) }, ...refused },
        },
      },
      '/holds/{holdId}': {
        parameters: [item('holdId')],
        get: { responses: { 200: { description: 'It', ...json(hold) }, ...refused } },
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
    },
  };
};

type Habits = {
  /** Milliseconds after its end at which it shows that. */
  readonly lateMs?: number;
  /** Milliseconds by which the clock of the service is ahead. */
  readonly aheadMs?: number;
  readonly unitMs?: number;
  /** The fewest seconds for which it keeps something. */
  readonly least?: number;
  readonly listsStored?: boolean;
  readonly keepsPlaces?: boolean;
  readonly removes?: boolean;
};

const free = 'After `keepSeconds` the hold is `expired` by itself and its place is free again.';

const judged = async (
  habits: Habits = {},
  said = free,
  { allow = ['slow'] as readonly 'slow'[], leastTold = 1, ofLength = '' } = {},
): Promise<string> => {
  const { lateMs = 0, aheadMs = 0, unitMs = 1, least = 0, listsStored = false, keepsPlaces = false, removes = false } = habits;
  const holds: { readonly id: string; readonly createdAt: number; readonly endsAt: number }[] = [];
  const iso = (ms: number): string => new Date(Math.floor(ms / unitMs) * unitMs).toISOString();
  const { verdict } = await judge(endsByItself, {
    contract: await contractIn(writeToolDocument(documentOf(said, leastTold, ofLength))),
    target: targetOf({ allow: ['mutation', 'destructive', ...allow], maxCreates: 20 }),
    startsAt: Date.parse('2030-05-06T08:00:10.400Z'),
    answer(request, time) {
      const now = time + aheadMs;
      const hasEnded = ({ endsAt }: { readonly endsAt: number }): boolean => now >= endsAt + lateMs;
      const shown = (hold: (typeof holds)[number]): Json => ({
        id: hold.id,
        berthId: 'b-1',
        status: hasEnded(hold) ? 'expired' : 'held',
        createdAt: iso(hold.createdAt),
        expiresAt: iso(hold.endsAt),
      });
      const sent = holdsValue(request.body) ? (request.body.value as Json) : {};
      if (request.path.startsWith('/berths')) {
        const taken = holds.filter((one) => keepsPlaces || !hasEnded(one)).length;
        return { status: request.method === 'POST' ? 201 : 200, json: { id: 'b-1', name: 'North', free: 9 - taken } };
      }
      if (request.method === 'POST') {
        const lasting = Math.max(least, typeof sent['keepSeconds'] === 'number' ? sent['keepSeconds'] : 300);
        const hold = { id: `h-${holds.length}`, createdAt: now, endsAt: now + lasting * 1000 };
        holds.push(hold);
        return { status: 201, json: shown(hold) };
      }
      const [, asked] = request.query.find(([name]) => name === 'status') ?? [];
      if (request.path === '/holds')
        return {
          status: 200,
          json: holds.map(shown).filter(({ status }) => asked === undefined || (listsStored ? asked === 'held' : asked === status)),
        };
      const one = holds.find(({ id }) => Object.values(request.pathValues).includes(id));
      return one && !(removes && hasEnded(one)) ? { status: 200, json: shown(one) } : { status: 404 };
    },
  });
  if (verdict.kind === 'unconfirmed')
    return verdict.verdict.kind === 'fail' ? `fail ${verdict.verdict.finding.code}` : verdict.verdict.kind;
  return verdict.kind === 'fail' ? `fail ${verdict.finding.code}` : verdict.kind;
};

describe('what ends by itself', () => {
  test.each<readonly [what: string, habits: Habits, expected: string]>([
    ['that it has ended is shown', {}, 'pass'],
    ['it never ends', { lateMs: 10 ** 9 }, 'fail not-ended'],
    ['it ends when the service looks once a minute', { lateMs: 58_000 }, 'pass'],
    ['the clock of the service is ahead', { aheadMs: 7000 }, 'pass'],
    ['its moments are whole seconds', { unitMs: 1000 }, 'pass'],
    ['its moments are whole minutes', { unitMs: 60_000 }, 'pass'],
    ['it is gone afterwards', { removes: true }, 'pass'],
    ['the service keeps it for longer than it was asked for', { least: 60 }, 'inconclusive'],
    ['its list by state shows it as before', { listsStored: true }, 'fail listed-as-before'],
    ['its place stays taken', { keepsPlaces: true }, 'fail not-given-back'],
  ])('%s', async (_, habits, expected) => {
    expect(await judged(habits)).toBe(expected);
  });

  test('a run that may not wait for minutes leaves it open', async () => {
    expect(await judged({ lateMs: 10 ** 9 }, free, { allow: [] })).toBe('inconclusive');
    expect(await judged({}, free, { allow: [] })).toBe('pass');
  });

  test.each([
    'A hold expires automatically after `keepSeconds`.',
    'Holds a place. When the time is over it becomes `expired` by itself.',
    'The hold is automatically set to `expired` after that time.',
  ])('a sentence says so: %s', async (said) => {
    expect(await judged({ lateMs: 10 ** 9 }, said)).toBe('fail not-ended');
    expect(await judged({}, said)).toBe('pass');
  });

  test.each([
    'Holds a place.',
    'Holds that have expired are removed automatically.',
    'When a hold is `expired`, its boat is told automatically.',
    'A hold may expire automatically.',
    'A hold expires automatically within some minutes after its end.',
    'A nightly job sets it to `expired` automatically.',
    'If it is not bought, the hold is `expired` automatically.',
    'The hold is not `expired` by itself.',
  ])('nothing is told, and only its lists are looked at: %s', async (said) => {
    expect(await judged({ lateMs: 10 ** 9 }, said)).toBe('inconclusive');
    expect(await judged({ listsStored: true }, said)).toBe('fail listed-as-before');
    expect(await judged({ keepsPlaces: true }, said)).toBe('pass');
  });

  test.each([
    'Seconds. Two seconds after that at the latest the hold is `expired` and the place free again.',
    'Seconds. The hold is `expired` no later than 3 seconds after `expiresAt`.',
    'Seconds. At the latest one second after that the hold expires.',
    'Seconds. Within 5 seconds of its end the hold becomes `expired`.',
  ])('the text of its length names a latest time, which is waited for: %s', async (ofLength) => {
    const options = { allow: [], ofLength };
    expect(await judged({ lateMs: 10 ** 9 }, 'Holds a place.', options)).toBe('fail not-ended');
    expect(await judged({ lateMs: 10 ** 9, least: 60 }, 'Holds a place.', options)).toBe('inconclusive');
    for (const habits of [{}, { lateMs: 4000 }, { removes: true }, { unitMs: 1000 }])
      expect(await judged(habits, 'Holds a place.', options)).toBe('pass');
  });

  test.each([
    'Seconds. Two seconds after that the bell is rung at the latest.',
    'Seconds. Two seconds after that at the latest the hold may be `expired`.',
    'Seconds. Usually the hold is `expired` two seconds after that at the latest.',
    'Seconds. Two hours after that at the latest the hold is `expired`.',
    'Seconds. Two seconds after the payment at the latest the hold is `expired`.',
    'Seconds. Two seconds after that the hold is not yet `expired`.',
    'Seconds. If nobody buys it, the hold is `expired` two seconds after that at the latest.',
  ])('no latest time is told: %s', async (ofLength) => {
    expect(await judged({ lateMs: 10 ** 9 }, 'Holds a place.', { ofLength })).toBe('inconclusive');
  });

  test('elsewhere "that" may be anything, and a longer time needs the permission to wait', async () => {
    const never = { lateMs: 10 ** 9 };
    expect(await judged(never, 'A bell is rung. Two seconds after that at the latest the hold is `expired`.')).toBe('inconclusive');
    const late = 'The hold is `expired` 30 seconds after `expiresAt` at the latest.';
    expect(await judged(never, late, { allow: [] })).toBe('inconclusive');
    expect(await judged(never, late)).toBe('fail not-ended');
    expect(await judged({ lateMs: 29_000 }, late)).toBe('pass');
  });

  test('nothing is waited for that lasts for longer', async () => {
    expect(await judged({ lateMs: 10 ** 9 }, free, { leastTold: 60 })).toBe('skipped');
  });
});
