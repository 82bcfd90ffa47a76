import { describe, expect, test } from 'vitest';
import type { NoAnswer } from '../../../src/model/exchange.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { createHeldFailures, createHeldPasses } from '../../../src/runner/engine/held-passes.ts';
import { createBrake } from '../../../src/runner/engine/limits.ts';
import { nobody } from '../../../src/runner/engine/asker.ts';
import { createHealthMonitor } from '../../../src/runner/engine/health-monitor.ts';
import { answered } from '../../contract/support.ts';

const success = answered(200, {});
const failing = (failure: NoAnswer['failure']) => ({ ...success, reply: { kind: 'no-answer', failure, message: failure } as const });
const faulty = (status: number) => ({ ...answered(status, {}), request: { ...success.request, faults: ['body-empty' as const] } });

/** A health monitor whose looks at the target give these results, the last one repeatedly. */
const monitorOf = (...found: readonly (string | undefined)[]) => monitorOfService(true, ...found);

const monitorOfService = (isSecured: boolean, ...found: readonly (string | undefined)[]) => {
  const brake = createBrake(new AbortController().signal);
  const monitor = createHealthMonitor({
    brake,
    timeoutMs: 500,
    isSecured,
    isQuotaErrorResponse: ({ reply }) => reply.kind === 'answer' && reply.status === 429,
    onWait: () => undefined,
  });
  let looks = 0;
  monitor.begin(() => Promise.resolve(found[Math.min(looks++, found.length - 1)]));
  return { monitor, looks: () => looks, stopped: () => brake.pulled()?.message };
};

const down = 'the target is down';

describe('the health monitor', () => {
  test('looks at the target only after ten failures in a row', async () => {
    const { monitor, looks } = monitorOf(undefined);
    for (let n = 0; n < 9; n++) monitor.heard(failing('reset'));
    await monitor.check(nobody);
    expect(looks()).toBe(0);
    monitor.heard(success);
    for (let n = 0; n < 9; n++) monitor.heard(answered(503, {}));
    await monitor.check(nobody);
    expect(looks()).toBe(0);
    monitor.heard(answered(401, {}));
    await monitor.check(nobody);
    expect(looks()).toBe(1);
  });

  test('looks sooner where failures cost a time limit or a wait for the quota', async () => {
    const silent = monitorOf(undefined);
    for (let n = 0; n < 4; n++) silent.monitor.heard(failing('timeout'));
    await silent.monitor.check(nobody);
    const refused = monitorOf(undefined);
    for (let n = 0; n < 2; n++) refused.monitor.heard(answered(429, {}));
    await refused.monitor.check(nobody);
    expect([silent.looks(), refused.looks()]).toEqual([1, 1]);
  });

  test('ignores error responses to faulty requests, and requests that the run stopped itself', async () => {
    const { monitor, looks } = monitorOf(down);
    for (let n = 0; n < 20; n++) [faulty(401), faulty(404), answered(422, {}), failing('aborted')].forEach(monitor.heard);
    await monitor.check(nobody);
    await monitor.conclude();
    expect(looks()).toBe(0);
  });

  test('counts unauthenticated requests where the service needs no credentials', async () => {
    const open = { ...success, request: { ...success.request, credential: { kind: 'none' as const } } };
    const looks = [true, false].map(async (isSecured) => {
      const { monitor, looks: made } = monitorOfService(isSecured, undefined);
      for (let n = 0; n < 10; n++) monitor.heard(failing('reset'));
      monitor.heard(open);
      await monitor.check(nobody);
      return made();
    });
    expect(await Promise.all(looks)).toEqual([1, 0]);
  });

  test('ends the run where three looks find the same', async () => {
    const { monitor, looks, stopped } = monitorOf(down);
    for (let n = 0; n < 10; n++) monitor.heard(failing('refused'));
    await Promise.all([monitor.check(nobody), monitor.check(nobody)]);
    expect(looks()).toBe(3);
    expect(stopped()).toBe('during the run the target is down');
    expect(monitor.isGone()).toBe(true);
  });

  test('lets the run continue where the target comes back', async () => {
    const { monitor, looks, stopped } = monitorOf(down, down, undefined);
    for (let n = 0; n < 10; n++) monitor.heard(failing('refused'));
    await monitor.check(nobody);
    await monitor.check(nobody);
    expect(looks()).toBe(3);
    expect(stopped()).toBeUndefined();
    expect(monitor.isGone()).toBe(false);
  });

  test('looks once more at the end, where the last answer was a failure', async () => {
    const { monitor, stopped } = monitorOf(down);
    monitor.heard(success);
    await monitor.conclude();
    expect(stopped()).toBeUndefined();
    monitor.heard(failing('closed'));
    await monitor.conclude();
    expect(stopped()).toContain(down);
  });
});

describe('the health monitor after a refused burst', () => {
  const refuse = (monitor: ReturnType<typeof monitorOf>['monitor']): void => {
    for (let n = 0; n < 20; n++) monitor.heard(answered(403, {}));
  };

  test('ignores refused requests while the quota may be used up', async () => {
    const { monitor, looks } = monitorOf(down);
    monitor.burst({ ms: 60_000, mayWait: true });
    refuse(monitor);
    await monitor.check(nobody);
    expect(looks()).toBe(0);
  });

  test('does not look at the end where there was a success since', async () => {
    const { monitor, looks } = monitorOf(down);
    monitor.burst({ ms: 60_000, mayWait: true });
    refuse(monitor);
    monitor.heard(success);
    await monitor.conclude();
    expect(looks()).toBe(0);
  });

  test('lets the run end normally where the target works once the quota is back', async () => {
    const { monitor, looks, stopped } = monitorOf(down, down, down, undefined);
    monitor.burst({ ms: 2_000, mayWait: true });
    await monitor.conclude();
    expect(looks()).toBe(4);
    expect(stopped()).toBeUndefined();
    expect(monitor.isGone()).toBe(false);
  });

  test('ends the run where nothing works even then', async () => {
    const { monitor, stopped } = monitorOf(down);
    monitor.burst({ ms: 400, mayWait: true });
    await monitor.conclude();
    expect(stopped()).toContain(down);
  });

  test('reports nothing where the run may not wait for the quota', async () => {
    const { monitor, stopped } = monitorOf(down);
    monitor.burst({ ms: 60_000, mayWait: false });
    await monitor.conclude();
    expect(stopped()).toBeUndefined();
    expect(monitor.isGone()).toBe(false);
  });

  test('counts failures as before when the quota is back', async () => {
    const { monitor, looks } = monitorOf(undefined);
    monitor.burst({ ms: 0, mayWait: true });
    for (let n = 0; n < 10; n++) monitor.heard(answered(503, {}));
    await monitor.check(nobody);
    expect(looks()).toBe(1);
  });
});

describe('held passes', () => {
  const pass: Verdict = { kind: 'pass', judged: 1 };
  const skipped: Verdict = { kind: 'skipped', because: 'stopped', reason: 'r' };

  const holding = (isGone: boolean) => {
    let successes = 0;
    const reported: string[] = [];
    const held = createHeldPasses({ successes: () => successes, isGone: () => isGone });
    return {
      held,
      reported,
      succeed: () => (successes += 1),
      give: (name: string, verdict: Verdict) => held.give(verdict, ({ kind }) => reported.push(`${name} ${kind}`)),
    };
  };

  test('are reported after the next success, anything else at once', () => {
    const { reported, succeed, give } = holding(false);
    give('a', pass);
    give('b', skipped);
    expect(reported).toEqual(['b skipped']);
    succeed();
    give('c', pass);
    expect(reported).toEqual(['b skipped', 'a pass']);
  });

  test('pass at the end where the target still works, and are inconclusive where it is gone', () => {
    const endings = [false, true].map((isGone) => {
      const { held, reported, succeed, give } = holding(isGone);
      give('proven', pass);
      succeed();
      give('last', pass);
      held.release();
      give('after', pass);
      return reported;
    });
    expect(endings).toEqual([
      ['proven pass', 'last pass', 'after pass'],
      ['proven pass', 'last inconclusive', 'after pass'],
    ]);
  });
});

describe('held server failures', () => {
  test('are judged after the next success, and not at all where the target is gone', () => {
    const endings = [false, true].map((isGone) => {
      let successes = 0;
      const seen: string[] = [];
      const held = createHeldFailures({ successes: () => successes, isGone: () => isGone });
      const see = (exchange: typeof success): void =>
        held.see(exchange, ({ id, reply }) => seen.push(`${id} ${reply.kind === 'answer' ? reply.status : ''}`));
      see({ ...answered(500, {}), id: 'x1' });
      see({ ...answered(404, {}), id: 'x2' });
      successes += 1;
      see({ ...success, id: 'x3' });
      see({ ...answered(503, {}), id: 'x4' });
      held.release();
      return seen;
    });
    expect(endings).toEqual([
      ['x2 404', 'x1 500', 'x3 200', 'x4 503'],
      ['x2 404', 'x1 500', 'x3 200'],
    ]);
  });
});
