import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ProgressInput, progressKind, progressOn } from '../../src/cli/run/progress/progress.ts';
import type { Case } from '../../src/model/case.ts';
import type { RunEvent } from '../../src/model/event.ts';
import { parcelCase } from '../model/hand-written-run.ts';
import { output } from './support.ts';

const cases: readonly Case[] = [
  parcelCase('pagination/a@#', 'P-1'),
  parcelCase('pagination/b@#', 'P-2', { title: 'A page has the next items' }),
  parcelCase('auth/c@#', 'P-3', { phase: 'mutate' }),
];
const leftOut = parcelCase('schema/d@#', 'P-4', { skip: { because: 'not-selected', reason: 'left out' } });
const finding = { code: 'x', operation: 'outside', where: '', expected: '', actual: '', exchanges: [] };
const verdict = (planned: Case, isFail = false): RunEvent => ({
  type: 'verdict',
  id: planned.id,
  case: planned,
  verdict: isFail ? { kind: 'fail', judged: 1, breaches: 1, finding } : { kind: 'pass', judged: 1 },
  seconds: 0,
});
const verdicts = [...cases, leftOut].map((planned, index) => verdict(planned, index === 1));
const ended: RunEvent = { type: 'ended', requests: 30, created: 0, seconds: 12.2 };

let now = 0;
beforeEach(() => {
  now = 0;
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const show = (kind: 'live' | 'calm' | 'none', to: ReturnType<typeof output>, more: Partial<ProgressInput> = {}) =>
  progressOn(kind, { output: to, plans: new Map([['depot', [...cases, leftOut]]]), now: () => now, colours: false, ...more });

const linesOf = (to: ReturnType<typeof output>): readonly string[] => stripVTControlCharacters(to.text()).split('\n');

/** Lets time pass, on the clock and for the redraws. */
const pass = (ms: number): void => {
  now += ms;
  vi.advanceTimersByTime(ms);
};

describe('progress without a terminal', () => {
  test('tells a broken requirement at once in words, and how the target ends', async () => {
    const to = output();
    const progress = await show('calm', to);
    for (const event of [...verdicts, ended]) progress.event('depot', event);
    progress.end();
    expect(to.text()).toBe('✗ P-2 must: A page has the next items\ndepot: done, 3 of 3 cases, 1 finding, 30 requests in 12 s\n');
  });

  test('tells a requirement once, warnings as such, and a known failure not at all', async () => {
    const to = output();
    const progress = await show('calm', to, { known: (target, { case: { id } }) => target === 'depot' && id === 'known@#' });
    for (const planned of [
      parcelCase('a@#', 'P-1', { level: 'should' }),
      parcelCase('b@#', 'P-1', { level: 'should' }),
      parcelCase('known@#', 'P-8'),
      parcelCase('c@#', 'P-9', { level: 'observe' }),
    ])
      progress.event('depot', verdict(planned, true));
    expect(to.text()).toBe('! P-1 should: A list has at most 20 parcels\n');
  });

  test('stays calm where very much is broken', async () => {
    const to = output();
    const progress = await show('calm', to);
    for (let count = 0; count < 500; count++) progress.event('depot', verdict(parcelCase(`a/${count}@#`, `P-${count}`), true));
    expect(linesOf(to).length).toBeLessThan(30);
    expect(to.text()).toMatch(/further findings are shown at the end\n$/u);
  });

  test('prints a line now and then, with what a wait waits for and when the quota is back', async () => {
    const to = output();
    const progress = await show('calm', to);
    progress.event('depot', { type: 'started', cases: 3, at: 0 });
    progress.event('depot', { type: 'case-started', id: 'auth/c@#', at: 0 });
    now = 10_000;
    progress.event('depot', verdict(cases[0] ?? leftOut));
    progress.event('depot', { type: 'progress', requests: 12, decided: 1, quota: { left: 3, limit: 15, backInSeconds: 4 } });
    now = 11_000;
    progress.event('depot', { type: 'waiting', why: 'the quota', seconds: 2 });
    now = 20_500;
    progress.event('depot', { type: 'waiting', why: 'an item\u001b[31m to appear', seconds: 2 });
    const [first, second, ...more] = to.text().split('\n');
    expect(first).toBe('depot: changing, 1 of 3 cases, no findings, 0 requests, 10 s, about 20 s left');
    expect(second).toMatch(
      /^depot: changing, 1 of 3 cases, no findings, 12 requests, \S+\/s, 21 s, about 40 s left, waits [23] s: an item/u,
    );
    expect(second).toContain(String.raw`\u{1b}`);
    expect(more).toEqual(['']);
  });

  test('does not show open cases of a stopped run as done', async () => {
    const to = output();
    const progress = await show('calm', to);
    for (const planned of cases) {
      const skipped = { kind: 'skipped', because: 'stopped', reason: 'interrupted' } as const;
      progress.event('depot', { type: 'verdict', id: planned.id, case: planned, verdict: skipped, seconds: 0 });
    }
    progress.event('depot', { ...ended, stopped: { reason: 'interrupted', message: 'the run was interrupted' } });
    expect(to.text()).toBe('depot: stopped: the run was interrupted, 0 of 3 cases, no findings, 30 requests in 12 s\n');
  });
});

describe('progress on a terminal', () => {
  test('shows phase, cases, findings, rate, quota, times and waits', async () => {
    const to = output({ isTerminal: true, columns: 100 });
    const progress = await show('live', to);
    progress.event('depot', { type: 'started', cases: 3, at: 0 });
    progress.event('depot', { type: 'case-started', id: 'pagination/a@#', at: 0 });
    progress.event('depot', { type: 'progress', requests: 0, decided: 0 });
    pass(4_000);
    for (const event of verdicts.slice(0, 2)) progress.event('depot', event);
    progress.event('depot', { type: 'progress', requests: 40, decided: 2, quota: { left: 12, limit: 100, backInSeconds: 3.2 } });
    progress.event('depot', { type: 'waiting', why: 'the list is read once more', seconds: 2 });
    pass(100);
    const lines = linesOf(to);
    expect(lines).toContain('✗ P-2 must: A page has the next items');
    expect(lines).toContain('depot ━━━━━━━━━━━───── 2 of 3 cases · reading · 1 finding');
    expect(lines.slice(-3)).toEqual([
      '  4 s, about 2 s left · 40 requests, 13/s · quota 12/100 left, back in 3 s',
      '  waits 2 s: the list is read once more',
      '',
    ]);
    progress.end();
  });

  test('removes the live area at the end, and shows the cursor', async () => {
    const to = output({ isTerminal: true, columns: 80 });
    const progress = await show('live', to);
    progress.event('depot', { type: 'started', cases: 3, at: 0 });
    pass(200);
    progress.end();
    const before = to.text();
    // oxlint-disable-next-line no-control-regex -- what removes a line
    expect(before).toMatch(/\u001b\[2K\u001b\[G(?:\u001b\[\?2026l)?$/u);
    progress.event('depot', ended);
    pass(5_000);
    expect(to.text()).toBe(before);
  });

  for (const columns of [10, 20, 40, 1]) {
    test(`never exceeds a width of ${columns}`, async () => {
      const to = output({ isTerminal: true, columns });
      const progress = await show('live', to, {
        plans: new Map([
          ['depot', cases],
          ['another depot with a long name', cases],
        ]),
      });
      for (const event of [...verdicts, { type: 'waiting', why: 'the whole quota is to be available', seconds: 9 } as const]) {
        progress.event('depot', event);
        pass(300);
      }
      for (const line of linesOf(to)) expect(line.length).toBeLessThanOrEqual(Math.max(1, columns - 1));
      progress.end();
    });
  }

  test('never exceeds the height', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `depot ${n}`);
    const to = output({ isTerminal: true, columns: 80, rows: 12 });
    const progress = await show('live', to, { plans: new Map(names.map((name) => [name, cases])) });
    const lines = linesOf(to);
    expect(lines.length).toBeLessThanOrEqual(12);
    expect(lines.at(-2)).toBe('and 31 more targets');
    progress.end();
  });

  test('is drawn at most ten times a second, and not where nothing changed', async () => {
    const to = output({ isTerminal: true, columns: 80 });
    let writes = 0;
    const counting = { ...to, write: (text: string) => ((writes += 1), to.write(text)) };
    const progress = await progressOn('live', { output: counting, plans: new Map([['depot', cases]]), now: () => now, colours: false });
    for (let count = 0; count < 1_000; count++) {
      progress.event('depot', { type: 'progress', requests: count, decided: 0 });
      pass(1);
    }
    expect(writes).toBeLessThanOrEqual(11);
    pass(10_000);
    writes = 0;
    for (let count = 0; count < 10; count++) pass(100);
    expect(writes).toBe(1);
    progress.end();
  });

  test('says that the run is ending', async () => {
    const to = output({ isTerminal: true, columns: 80 });
    const progress = await show('live', to);
    progress.stopping('Stopping the run.');
    pass(100);
    expect(linesOf(to)).toContain('Stopping the run.');
    expect(linesOf(to).at(-3)).toMatch(/0 of 3 cases · stopping$/u);
    progress.end();
  });
});

test('quiet progress prints nothing but how the run is stopped', async () => {
  const to = output({ isTerminal: true, columns: 80 });
  const progress = await show('none', to);
  for (const event of verdicts) progress.event('depot', event);
  pass(60_000);
  progress.end();
  expect(to.text()).toBe('');
  progress.stopping('Stopping.');
  expect(to.text()).toBe('Stopping.\n');
});

test.for([
  [true, {}, false, 'live'],
  [false, {}, false, 'calm'],
  [true, { CI: 'true' }, false, 'calm'],
  [true, {}, true, 'none'],
] as const)('terminal %s with %o, quiet %s: %s', ([isTerminal, env, isQuiet, kind]) => {
  expect(progressKind({ stderr: output({ isTerminal }), env }, isQuiet)).toBe(kind);
});
