import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NotTried } from '../../../../src/checks/kit/define.ts';
import { limitedSession } from '../../../../src/checks/families/properties/limited-session.ts';
import {
  judgeProperty,
  mostShrinkRequests,
  type Property,
  runProperty,
  type Trial,
} from '../../../../src/checks/families/properties/property.ts';
import { defineScenario, type Session } from '../../../../src/checks/kit/session.ts';
import { statusOf } from '../../../../src/contract/message.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import { readOf } from '../../support/exchange.ts';
import { fakeSession, type FakeSession } from '../../support/fake-session.ts';
import { parcels } from '../../support/judge.ts';
import { queryOf } from '../../../worlds/parcels/service.ts';

const numberIn = (request: PlannedRequest): number => Number(queryOf(request, 'n'));

const session = async (answer: (n: number, request: PlannedRequest) => number, hex?: Session['hex']): Promise<FakeSession> => {
  const made = fakeSession({ contract: await parcels(), answer: (request) => ({ status: answer(numberIn(request), request) }) });
  return hex ? { ...made, hex } : made;
};

/** Asks for a number; 200 holds, 400 breaks, anything else is open. */
const asking = (over: Partial<Property<number>> = {}, method = 'GET'): Property<number> => ({
  label: 'numbers',
  arb: fc.integer({ min: 1, max: 1000 }),
  async attempt(n, by): Promise<Trial> {
    const exchange = await by.send(readOf('GET /parcels', { method, query: [['n', String(n)]] }));
    const status = statusOf(exchange);
    if (status === 200) return { kind: 'holds' };
    if (status !== 400) return { kind: 'open', reason: `${n} got ${status}`, exchanges: [exchange] };
    const finding = { code: 'refused', where: 'query n', expected: 'a success', actual: `400 for ${n}` };
    return { kind: 'breaks', finding, exchanges: [exchange] };
  },
  ...over,
});

const sentNumbers = ({ exchanges }: FakeSession): number[] => exchanges.map(({ request }) => numberIn(request));

/** Draws of the seed that the fake session gives. */
const samples = 12;

describe('a property', () => {
  test('passes where every case holds, and sends each case once', async () => {
    const on = await session(() => 200);
    const run = await runProperty(on, asking(), samples);
    expect(judgeProperty(run)).toEqual({ kind: 'pass', judged: run.trials.length });
    expect(new Set(sentNumbers(on)).size).toBe(on.exchanges.length);
    expect(on.exchanges.length).toBe(run.trials.length);
  });

  test('names the smallest case that breaks it, and how many did', async () => {
    const on = await session((n) => (n >= 40 ? 400 : 200));
    const run = await runProperty(on, asking(), samples);
    const broken = sentNumbers(on)
      .slice(0, run.trials.length)
      .filter((n) => n >= 40).length;
    expect(broken).toBeGreaterThan(1);
    const verdict = judgeProperty(run);
    expect(verdict).toMatchObject({ kind: 'fail', judged: run.trials.length, breaches: broken });
    if (verdict.kind !== 'fail') return;
    expect(verdict.finding).toMatchObject({ code: 'refused', where: 'query n' });
    expect(verdict.finding.actual).toBe(`400 for 40 (the smallest case; ${broken} of ${run.trials.length} generated ones broke it)`);
    const [evidence] = verdict.finding.exchanges;
    expect(numberIn(on.exchanges.find(({ id }) => id === evidence)?.request ?? readOf(null))).toBe(40);
  });

  test('gives the same result each time for a seed, and draws other cases for another seed', async () => {
    const run = async (digit: string) => {
      const on = await session(
        (n) => (n >= 40 ? 400 : 200),
        () => digit.repeat(8),
      );
      return [judgeProperty(await runProperty(on, asking(), samples)), sentNumbers(on)] as const;
    };
    const [[one, sent], [again, sentAgain], [, other]] = [await run('3'), await run('3'), await run('5')];
    expect(again).toEqual(one);
    expect(sentAgain).toEqual(sent);
    expect(other).not.toEqual(sent);
  });

  test('is tried in parallel', async () => {
    const waiting: (() => void)[] = [];
    const on = await session(() => 200);
    const property = asking({
      attempt: () =>
        new Promise<Trial>((resolve) => {
          waiting.push(() => resolve({ kind: 'holds' }));
          if (waiting.length === 3) for (const go of waiting) go();
        }),
      arb: fc.constantFrom(1, 2, 3),
    });
    expect((await runProperty(on, property, 40)).trials).toHaveLength(3);
  });

  test('does not fail for a breach that is not seen again', async () => {
    const seen = new Set<number>();
    const on = await session((n) => {
      const isFirst = !seen.has(n);
      seen.add(n);
      return n >= 40 && isFirst ? 400 : 200;
    });
    const verdict = judgeProperty(await runProperty(on, asking(), samples));
    expect(verdict).toMatchObject({ kind: 'inconclusive', reason: expect.stringContaining('once and not again') as string });
  });

  test('is inconclusive where a case stays open', async () => {
    const on = await session((n) => (n >= 40 ? 503 : 200));
    expect(judgeProperty(await runProperty(on, asking(), samples))).toMatchObject({ kind: 'inconclusive' });
  });

  test('is inconclusive where the budget ends, and throws where the run is stopped', async () => {
    const on = await session(() => 200);
    const spent = asking({ attempt: () => Promise.reject(new NotTried('out-of-budget', 'no more requests')) });
    expect(judgeProperty(await runProperty(on, spent))).toMatchObject({ kind: 'inconclusive', reason: 'no more requests' });
    const stopped = asking({ attempt: () => Promise.reject(new NotTried('stopped', 'interrupted')) });
    await expect(runProperty(on, stopped)).rejects.toThrow('interrupted');
  });
});

describe('making a case smaller', () => {
  const shrinking = ({ exchanges }: FakeSession, trials: number): readonly number[] =>
    exchanges.slice(trials).map(({ request }) => numberIn(request));

  test('sends the failing case itself first, and at the most fifty requests', async () => {
    const on = await session((n) => (n % 7 === 3 || n > 900 ? 400 : 200));
    const slow = asking({ arb: fc.integer({ min: 1, max: 2 ** 31 - 1 }) });
    const many = { ...slow, attempt: async (n: number, by: Session) => (await slow.attempt(n, by), slow.attempt(n, by)) };
    const run = await runProperty(on, many, samples);
    const first = run.trials.findIndex(({ kind }) => kind === 'breaks');
    const sent = shrinking(on, run.trials.length * 2);
    expect(sent[0]).toBe(sentNumbers(on)[first]);
    expect(sent.length).toBeGreaterThan(10);
    expect(sent.length).toBeLessThanOrEqual(mostShrinkRequests);
  });

  test('keeps to the same breach at the same location', async () => {
    const on = await session((n) => (n >= 10 ? 400 : 200));
    const property = asking();
    const twoLocations: Property<number> = {
      ...property,
      async attempt(n, by) {
        const trial = await property.attempt(n, by);
        return trial.kind === 'breaks' && n < 60 ? { ...trial, finding: { ...trial.finding, where: 'elsewhere' } } : trial;
      },
    };
    const run = await runProperty(on, twoLocations, samples);
    expect(run.smallest?.finding).toMatchObject({ where: 'query n', actual: '400 for 60' });
  });

  test('ends after three open cases in a row, and keeps what it has', async () => {
    let failing: number | undefined;
    const on = await session((n) => {
      if (n > 500) failing ??= n;
      return n === failing ? 400 : 503;
    });
    const run = await runProperty(on, asking(), samples);
    const sent = shrinking(on, run.trials.length);
    expect(sent[0]).toBe(failing);
    expect(sent).toHaveLength(4);
    expect(run.smallest?.finding.actual).toBe(`400 for ${failing}`);
  });

  test('never repeats an unsafe request', async () => {
    const on = await session(() => 400);
    const run = await runProperty(on, asking({}, 'POST'), samples);
    expect(on.exchanges.length).toBe(run.trials.length);
    expect(judgeProperty(run)).toMatchObject({ kind: 'inconclusive' });
  });

  test('ends where the budget ends, and throws where the run is stopped or a check throws', async () => {
    const breaking = (error: () => Error): Property<number> => {
      const tried = new Set<number>();
      const property = asking();
      return {
        ...property,
        attempt(n, by) {
          if (tried.has(n)) return Promise.reject(error());
          tried.add(n);
          return property.attempt(n, by);
        },
      };
    };
    const run = async (error: () => Error) => runProperty(await session(() => 400), breaking(error), samples);
    expect((await run(() => new NotTried('out-of-budget', 'spent'))).smallest).toBeUndefined();
    await expect(run(() => new NotTried('stopped', 'interrupted'))).rejects.toThrow('interrupted');
    await expect(run(() => new TypeError('ours'))).rejects.toThrow('ours');
  });
});

describe('a limited session', () => {
  const counting = defineScenario<null, number>({
    id: 'counting',
    run: async (by) => statusOf(await by.send(readOf('GET /parcels'))) ?? 0,
  });

  test('remembers nothing, and stops at its bound', async () => {
    const on = await session(() => 200);
    const limited = limitedSession(on, 3);
    for (let turn = 0; turn < 3; turn++) expect(await limited.run(counting, null)).toBe(200);
    await expect(limited.run(counting, null)).rejects.toThrow('3 requests were sent');
    expect(on.exchanges).toHaveLength(3);
  });

  test('sends no burst and nothing in parallel', async () => {
    const limited = limitedSession(await session(() => 200), 3);
    await expect(limited.sendTogether([readOf('GET /parcels')])).rejects.toThrow('single requests');
    await expect(limited.burst(readOf('GET /parcels'), { most: 1, withinMs: 1, width: 1, enough: () => true })).rejects.toThrow();
  });
});
