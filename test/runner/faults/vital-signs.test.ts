import { describe, expect, test } from 'vitest';
import type { NoAnswer } from '../../../src/model/exchange.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { createHeldFailures, createHeldPasses } from '../../../src/runner/engine/held-passes.ts';
import { createBrake } from '../../../src/runner/engine/limits.ts';
import { createVitalSigns } from '../../../src/runner/engine/vital-signs.ts';
import { answered } from '../../contract/support.ts';

const success = answered(200, {});
const failing = (failure: NoAnswer['failure']) => ({ ...success, reply: { kind: 'no-answer', failure, message: failure } as const });
const faulty = (status: number) => ({ ...answered(status, {}), request: { ...success.request, faults: ['body-empty' as const] } });

/** Vital signs of a target that, when it is looked at, is found as told, the last finding for good. */
const signsOf = (...found: readonly (string | undefined)[]) => signsOfService(true, ...found);

const signsOfService = (isSecured: boolean, ...found: readonly (string | undefined)[]) => {
  const brake = createBrake(new AbortController().signal);
  const signs = createVitalSigns({
    brake,
    timeoutMs: 500,
    isSecured,
    isQuotaRefusal: ({ reply }) => reply.kind === 'answer' && reply.status === 429,
    onWait: () => undefined,
  });
  let looks = 0;
  signs.begin(() => Promise.resolve(found[Math.min(looks++, found.length - 1)]));
  return { signs, looks: () => looks, stopped: () => brake.pulled()?.message };
};

const down = 'the target is down';

describe('vital signs', () => {
  test('are looked after only where ten failures came in a row', async () => {
    const { signs, looks } = signsOf(undefined);
    for (let n = 0; n < 9; n++) signs.heard(failing('reset'));
    await signs.check();
    expect(looks()).toBe(0);
    signs.heard(success);
    for (let n = 0; n < 9; n++) signs.heard(answered(503, {}));
    await signs.check();
    expect(looks()).toBe(0);
    signs.heard(answered(401, {}));
    await signs.check();
    expect(looks()).toBe(1);
  });

  test('are looked after sooner where failures cost a time limit or a wait for the quota', async () => {
    const silent = signsOf(undefined);
    for (let n = 0; n < 4; n++) silent.signs.heard(failing('timeout'));
    await silent.signs.check();
    const refused = signsOf(undefined);
    for (let n = 0; n < 2; n++) refused.signs.heard(answered(429, {}));
    await refused.signs.check();
    expect([silent.looks(), refused.looks()]).toEqual([1, 1]);
  });

  test('are not troubled by refusals of mistakes, nor by what we stopped ourselves', async () => {
    const { signs, looks } = signsOf(down);
    for (let n = 0; n < 20; n++) [faulty(401), faulty(404), answered(422, {}), failing('aborted')].forEach(signs.heard);
    await signs.check();
    await signs.conclude();
    expect(looks()).toBe(0);
  });

  test('of a service without credentials show in whatever it answers to nobody in particular', async () => {
    const open = { ...success, request: { ...success.request, credential: { kind: 'none' as const } } };
    const looks = [true, false].map(async (isSecured) => {
      const { signs, looks: made } = signsOfService(isSecured, undefined);
      for (let n = 0; n < 10; n++) signs.heard(failing('reset'));
      signs.heard(open);
      await signs.check();
      return made();
    });
    expect(await Promise.all(looks)).toEqual([1, 0]);
  });

  test('end the run where three looks find the same', async () => {
    const { signs, looks, stopped } = signsOf(down);
    for (let n = 0; n < 10; n++) signs.heard(failing('refused'));
    await Promise.all([signs.check(), signs.check()]);
    expect(looks()).toBe(3);
    expect(stopped()).toBe('in the middle of the run the target is down');
    expect(signs.isGone()).toBe(true);
  });

  test('let the run go on where the target comes back', async () => {
    const { signs, looks, stopped } = signsOf(down, down, undefined);
    for (let n = 0; n < 10; n++) signs.heard(failing('refused'));
    await signs.check();
    await signs.check();
    expect(looks()).toBe(3);
    expect(stopped()).toBeUndefined();
    expect(signs.isGone()).toBe(false);
  });

  test('are looked after once more at the end, where the last that came was a failure', async () => {
    const { signs, stopped } = signsOf(down);
    signs.heard(success);
    await signs.conclude();
    expect(stopped()).toBeUndefined();
    signs.heard(failing('closed'));
    await signs.conclude();
    expect(stopped()).toContain(down);
  });
});

describe('vital signs after a flood that was refused', () => {
  const refuse = (signs: ReturnType<typeof signsOf>['signs']): void => {
    for (let n = 0; n < 20; n++) signs.heard(answered(403, {}));
  };

  test('are not troubled by refusals while the quota may be used up', async () => {
    const { signs, looks } = signsOf(down);
    signs.flooded({ ms: 60_000, mayWait: true });
    refuse(signs);
    await signs.check();
    expect(looks()).toBe(0);
  });

  test('are not looked after at the end where a success came since', async () => {
    const { signs, looks } = signsOf(down);
    signs.flooded({ ms: 60_000, mayWait: true });
    refuse(signs);
    signs.heard(success);
    await signs.conclude();
    expect(looks()).toBe(0);
  });

  test('let the run end well where the target works once the quota is back', async () => {
    const { signs, looks, stopped } = signsOf(down, down, down, undefined);
    signs.flooded({ ms: 2_000, mayWait: true });
    await signs.conclude();
    expect(looks()).toBe(4);
    expect(stopped()).toBeUndefined();
    expect(signs.isGone()).toBe(false);
  });

  test('end the run where nothing works even then', async () => {
    const { signs, stopped } = signsOf(down);
    signs.flooded({ ms: 400, mayWait: true });
    await signs.conclude();
    expect(stopped()).toContain(down);
  });

  test('say nothing where nobody may wait for the quota', async () => {
    const { signs, stopped } = signsOf(down);
    signs.flooded({ ms: 60_000, mayWait: false });
    await signs.conclude();
    expect(stopped()).toBeUndefined();
    expect(signs.isGone()).toBe(false);
  });

  test('show as before when the quota is back', async () => {
    const { signs, looks } = signsOf(undefined);
    signs.flooded({ ms: 0, mayWait: true });
    for (let n = 0; n < 10; n++) signs.heard(answered(503, {}));
    await signs.check();
    expect(looks()).toBe(1);
  });
});

describe('held passes', () => {
  const pass: Verdict = { kind: 'pass', judged: 1 };
  const skipped: Verdict = { kind: 'skipped', because: 'stopped', reason: 'r' };

  const holding = (isGone: boolean) => {
    let successes = 0;
    const told: string[] = [];
    const held = createHeldPasses({ successes: () => successes, isGone: () => isGone });
    return {
      held,
      told,
      succeed: () => (successes += 1),
      give: (name: string, verdict: Verdict) => held.give(verdict, ({ kind }) => told.push(`${name} ${kind}`)),
    };
  };

  test('are told when a success comes after them, anything else at once', () => {
    const { told, succeed, give } = holding(false);
    give('a', pass);
    give('b', skipped);
    expect(told).toEqual(['b skipped']);
    succeed();
    give('c', pass);
    expect(told).toEqual(['b skipped', 'a pass']);
  });

  test('pass at the end where the target still works, and are inconclusive where it is gone', () => {
    const endings = [false, true].map((isGone) => {
      const { held, told, succeed, give } = holding(isGone);
      give('proven', pass);
      succeed();
      give('last', pass);
      held.release();
      give('after', pass);
      return told;
    });
    expect(endings).toEqual([
      ['proven pass', 'last pass', 'after pass'],
      ['proven pass', 'last inconclusive', 'after pass'],
    ]);
  });
});

describe('held failures of the server', () => {
  test('are looked at when a success comes after them, and not at all where the target is gone', () => {
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
