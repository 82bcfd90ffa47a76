import { describe, expect, test } from 'vitest';
import { progressOn } from '../../src/cli/run/progress.ts';
import type { Case } from '../../src/model/case.ts';
import type { RunEvent } from '../../src/model/event.ts';
import { parcelCase } from '../model/hand-written-run.ts';
import { output } from './support.ts';

const cases: readonly Case[] = [
  parcelCase('pagination/a@#', 'P-1'),
  parcelCase('pagination/b@#', 'P-2'),
  parcelCase('auth/c@#', 'P-3', { area: 'auth' }),
];
const leftOut = parcelCase('schema/d@#', 'P-4', { area: 'schema', skip: { because: 'not-selected', reason: 'left out' } });
const verdict = (planned: Case, isFail = false): RunEvent => ({
  type: 'verdict',
  id: planned.id,
  case: planned,
  verdict: isFail
    ? {
        kind: 'fail',
        judged: 1,
        breaches: 1,
        finding: { code: 'x', operation: 'outside', where: '', expected: '', actual: '', exchanges: [] },
      }
    : { kind: 'pass', judged: 1 },
  seconds: 0,
});
const verdicts = [...cases, leftOut].map((planned, index) => verdict(planned, index === 1));

const show = (to: ReturnType<typeof output>, { quiet = false, stepMs = 0 } = {}) => {
  let now = 0;
  return progressOn({
    output: to,
    plans: new Map([['depot', [...cases, leftOut]]]),
    quiet,
    now: () => {
      now += stepMs;
      return now;
    },
  });
};

describe('progress without a terminal', () => {
  test('is a line for each finished area', () => {
    const to = output();
    const progress = show(to);
    for (const event of verdicts) progress.event('depot', event);
    progress.end();
    expect(to.text()).toBe('depot: pagination done (2 of 3 cases, 1 failed)\ndepot: auth done (3 of 3 cases, 1 failed)\n');
  });

  test('prints a line now and then while no area is finished', () => {
    const to = output();
    const progress = show(to, { stepMs: 6_000 });
    progress.event('depot', { type: 'case-started', id: 'pagination/a@#' });
    progress.event('depot', { type: 'progress', requests: 12, decided: 0 });
    expect(to.text()).toBe('depot: 0 of 3 cases, 0 failed, 12 requests, pagination/a\n');
  });
});

test('progress does not show open cases of a stopped run as done', () => {
  const to = output();
  const progress = show(to);
  for (const planned of cases) {
    progress.event('depot', {
      type: 'verdict',
      id: planned.id,
      case: planned,
      verdict: { kind: 'skipped', because: 'stopped', reason: 'interrupted' },
      seconds: 0,
    });
  }
  expect(to.text()).toBe('');
});

describe('progress on a terminal', () => {
  test('is one line, redrawn in place, cleared at the end', () => {
    const to = output({ isTerminal: true, columns: 80 });
    const progress = show(to, { stepMs: 1_000 });
    progress.event('depot', { type: 'case-started', id: 'pagination/a@#' });
    progress.event('depot', { type: 'waiting', why: 'the quota', seconds: 1.2 });
    progress.end();
    expect(to.text()).toBe(
      '\r\u001b[2Kdepot: 0 of 3 cases, 0 failed, 0 requests, pagination/a' +
        '\r\u001b[2Kdepot: 0 of 3 cases, 0 failed, 0 requests, waiting 2 s: the quota' +
        '\r\u001b[2K',
    );
  });

  for (const columns of [10, 20, 40, 1]) {
    test(`never exceeds a width of ${columns}`, () => {
      const to = output({ isTerminal: true, columns });
      const progress = show(to, { stepMs: 1_000 });
      for (const event of verdicts) progress.event('depot', event);
      const drawn = to.text().split('\r\u001b[2K').slice(1);
      expect(drawn).toHaveLength(3);
      for (const line of drawn) expect(line.length).toBeLessThanOrEqual(Math.max(1, columns - 1));
    });
  }

  test('is not drawn too often to be read', () => {
    const to = output({ isTerminal: true, columns: 80 });
    const progress = show(to, { stepMs: 1 });
    for (let count = 0; count < 50; count++) progress.event('depot', { type: 'progress', requests: count, decided: 0 });
    expect(to.text().split('\r').length).toBeLessThan(5);
  });

  test('contains no control characters', () => {
    const to = output({ isTerminal: true, columns: 200 });
    const progress = show(to, { stepMs: 1_000 });
    progress.event('depot', { type: 'waiting', why: 'a\u001b[31mb\nc', seconds: 1 });
    expect(to.text().slice('\r\u001b[2K'.length)).not.toMatch(/\p{Cc}/u);
  });
});

test('quiet progress prints nothing', () => {
  for (const isTerminal of [true, false]) {
    const to = output({ isTerminal, columns: 80 });
    const progress = show(to, { quiet: true, stepMs: 60_000 });
    for (const event of verdicts) progress.event('depot', event);
    progress.end();
    expect(to.text()).toBe('');
  }
});
