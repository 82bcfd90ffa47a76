import { describe, test } from 'vitest';
import { checks } from '../../../src/checks/index.ts';
import { pass } from './answers.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import type { Fault } from './fault-proxy.ts';
import { judgeThrough } from './judge-through.ts';

const healthy: Fault = () => pass;

/** The registry with a check of NEXUS-18 that throws. */
const withBrokenCheck = checks.map((check) =>
  check.id === 'status/plain-call-succeeds' && check.kind === 'probe'
    ? {
        ...check,
        judge: () => {
          throw new TypeError('a defect of the check');
        },
      }
    : check,
);

describe.concurrent('0, nothing unexpected', () => {
  test('for a healthy target', async ({ expect }) => {
    const run = await judgeThrough(healthy, { only: ['status', 'pagination', 'auth'] });
    expect(run.accusations()).toEqual([]);
    expect(run.ids('must', 'inconclusive')).toEqual([]);
    expect(run.exitCode).toBe(0);
  });

  test('for an empty account, where some requirements stay undecided', async ({ expect }) => {
    const run = await judgeThrough(healthy, {
      variant: 'empty-account',
      only: ['status', 'pagination', 'filtering', 'schema', 'auth'],
      allow: [],
    });
    expect(run.accusations()).toEqual([]);
    expect(run.ids('must', 'inconclusive')).toContain('NEXUS-39');
    expect(run.ids('must', 'pass')).toEqual(expect.arrayContaining(['NEXUS-18', 'NEXUS-118']));
    expect(run.exitCode).toBe(0);
  });

  test('for a selection without a must of which something was judged', async ({ expect }) => {
    const run = await judgeThrough(healthy, { only: ['NEXUS-19'] });
    expect(run.ids('should', 'pass')).toEqual(['NEXUS-19']);
    expect(run.exitCode).toBe(0);
  });

  test('also with a warning: a should is broken by another media type', async ({ expect }) => {
    const run = await judgeThrough(() => ({ kind: 'retype', type: 'text/plain' }), {
      only: ['NEXUS-18', 'NEXUS-19', 'NEXUS-43'],
    });
    expect(run.ids('should', 'fail')).toEqual(['NEXUS-19']);
    expect(run.ids('must', 'pass')).toEqual(['NEXUS-18', 'NEXUS-43']);
    expect(run.exitCode).toBe(0);
  });
});

describe.concurrent('1, a must is broken', () => {
  const broken = { defect: 'region-filter-ignored', only: ['NEXUS-23', 'NEXUS-18', 'pagination'] } as const;

  test('for one broken requirement among many kept', async ({ expect }) => {
    const run = await judgeThrough(healthy, broken);
    expect(run.ids('must', 'fail')).toEqual(['NEXUS-23']);
    expect(run.exitCode).toBe(1);
  });

  test('has priority over 3: the run is interrupted after the requirement was seen broken', async ({ expect }) => {
    const interrupt = new AbortController();
    const run = await judgeThrough(healthy, {
      ...broken,
      signal: interrupt.signal,
      onEvent: (event) => event.type === 'verdict' && event.verdict.kind === 'fail' && interrupt.abort(),
    });
    expect(run.ids('must', 'fail')).toEqual(['NEXUS-23']);
    expect(run.ending).toBe('interrupted: the run was interrupted');
    expect(run.exitCode).toBe(1);
  });
});

describe.concurrent('3, not enough evidence', () => {
  test('where no selected must was judged, whatever else passed', async ({ expect }) => {
    const run = await judgeThrough(healthy, { variant: 'empty-account', only: ['NEXUS-19', 'NEXUS-39'], allow: [] });
    expect(run.ids('should', 'pass')).toEqual(['NEXUS-19']);
    expect(run.ids('must', 'pass')).toEqual([]);
    expect(run.exitCode).toBe(3);
  });

  test('where the run is interrupted', async ({ expect }) => {
    const interrupt = new AbortController();
    const run = await judgeThrough(healthy, {
      signal: interrupt.signal,
      onEvent: (event) => event.type === 'verdict' && event.verdict.kind === 'pass' && interrupt.abort(),
    });
    expect(run.ids('must', 'pass').length).toBeGreaterThan(0);
    expect(run.ending).toBe('interrupted: the run was interrupted');
    expect(run.exitCode).toBe(3);
  });

  test('where --max-requests cuts the run, and no more requests are sent', async ({ expect }) => {
    const run = await judgeThrough(healthy, { budgets: { maxRequests: 60 } });
    expect(run.ids('must', 'pass').length).toBeGreaterThan(0);
    expect(run.ending).toBe('budget: the run has sent its 60 requests (--max-requests)');
    expect(run.requests).toBe(60);
    expect(run.accusations()).toEqual([]);
    expect(run.exitCode).toBe(3);
  });

  test('not where --max-requests was enough', async ({ expect }) => {
    const run = await judgeThrough(healthy, { only: ['NEXUS-18'], budgets: { maxRequests: 60 } });
    expect(run.ending).toBe('');
    expect(run.exitCode).toBe(0);
  });

  test('where --max-requests is too low for preflight', async ({ expect }) => {
    const run = await judgeThrough(healthy, { budgets: { maxRequests: 1 } });
    expect(run.ending).toBe('budget: the run has sent its 1 requests (--max-requests)');
    expect(run.requests).toBe(1);
    expect(run.exitCode).toBe(3);
  });

  test('where --time-budget cuts the run, also during a slow answer', async ({ expect }) => {
    const slow: Fault = ({ number }) => (number > 10 ? { kind: 'delay', ms: 600_000 } : pass);
    const run = await judgeThrough(slow, { timeoutMs: 600_000, budgets: { timeBudgetSeconds: 1 } });
    expect(run.ending).toBe('budget: the run has used its 1 s (--time-budget)');
    expect(run.accusations()).toEqual([]);
    expect(run.exitCode).toBe(3);
  });
});

describe.concurrent('4, assay itself broke', () => {
  test('where a check throws, with priority over 1', async ({ expect }) => {
    const run = await judgeThrough(healthy, {
      defect: 'region-filter-ignored',
      only: ['NEXUS-18', 'NEXUS-23'],
      checks: withBrokenCheck,
    });
    expect(run.ids('must', 'fail')).toEqual(['NEXUS-23']);
    expect(run.ids('must', 'broken')).toEqual(['NEXUS-18']);
    expect(run.exitCode).toBe(4);
  });

  test('where the run fails by a defect of assay', async ({ expect }) => {
    const onEvent = ({ type }: RunEvent): void => {
      if (type === 'preflight') throw new RangeError('a defect of assay');
    };
    const run = await judgeThrough(healthy, { only: ['status'], onEvent });
    expect(run.ending).toMatch(/^lost: .*a defect of assay/);
    expect(run.exitCode).toBe(4);
  });
});
