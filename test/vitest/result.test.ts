import { describe, expect, test } from 'vitest';

import type { Expectation } from '../../src/model/known-failure.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { endOf, failureOf, type TestEnd } from '../../src/vitest/result.ts';
import type { JudgedTest } from '../../src/vitest/judged-suite.ts';
import type { ConformanceOptions } from '../../src/vitest/options.ts';
import { failedCase, hostile, madeCase, type MadeCase, madeRun } from '../report/support/made-run.ts';

const known: Expectation = {
  owner: 'team-parcels',
  reason: 'https://tickets.example/7',
  expires: '2026-06-01',
  file: 'known.yaml',
  line: 3,
  state: 'expected',
  told: 'fails as described',
  excuses: ['a/b@#'],
};

const ended = (made: MadeCase, failOn: ConformanceOptions['failOn'] = [], excuse?: Expectation): TestEnd => {
  const record = madeRun([{ name: 'depot', cases: [made] }]);
  const [target] = record.targets;
  if (target === undefined) throw new Error('no target');
  const input = { record, directory: 'reports/r' };
  const one: JudgedTest = { case: made.planned, verdict: made.verdict, input, target, cause: undefined, shared: '', excuse };
  return endOf(one, failOn);
};

const verdict = (given: Verdict): MadeCase => madeCase('a/b@#', 'P-1', given);

describe('the end of a test', () => {
  test('is a pass for a pass only', () => {
    expect(ended(verdict({ kind: 'pass', judged: 1 }))).toEqual({ kind: 'pass' });
  });

  test.each<[Verdict, string]>([
    [{ kind: 'inconclusive', reason: 'no parcel was seen', exchanges: [] }, 'inconclusive: no parcel was seen'],
    [{ kind: 'skipped', because: 'not-allowed', reason: 'allow lacks flood' }, 'not-allowed: allow lacks flood'],
    [{ kind: 'observed', facts: [{ fact: 'order', at: 'GET /parcels', value: [1] }] }, 'observed: order at GET /parcels: [1]'],
  ])('is skipped with the reason of %o', (given, reason) => {
    expect(ended(verdict(given))).toEqual({ kind: 'skip', reason });
  });

  test('is a failure for a broken must, with all that a developer needs', () => {
    expect(ended(failedCase('a/b@#', 'P-1'))).toEqual({
      kind: 'fail',
      isOurs: false,
      message:
        "GET /parcels at #/data: expected at most 20 items, got 25 items\n\nseen:     1 of 3 times\nreplay:   assay replay reports/r 'a/b@#'",
    });
  });

  test('is skipped for a broken should and for a known failure, and fails where the option says so', () => {
    const should = failedCase('a/b@#', 'P-1', {}, { level: 'should' });
    expect(ended(should)).toMatchObject({ kind: 'skip', reason: expect.stringMatching(/^warning, a broken should: GET \/parcels/u) });
    expect(ended(should, ['should']).kind).toBe('fail');
    expect(ended(failedCase('a/b@#', 'P-1'), ['should'], known)).toEqual({
      kind: 'skip',
      reason: 'known failure until 2026-06-01, team-parcels: https://tickets.example/7',
    });
    const open: Verdict = { kind: 'inconclusive', reason: 'r', exchanges: [] };
    expect(ended(verdict(open), ['inconclusive']).kind).toBe('fail');
    expect(ended(verdict({ ...open, optional: true }), ['inconclusive']).kind).toBe('skip');
  });

  test('blames assay for what it broke itself', () => {
    const end = ended(verdict({ kind: 'broken', error: 'a check threw' }));
    expect(end).toEqual({ kind: 'fail', isOurs: true, message: 'assay itself broke: a check threw' });
    expect(failureOf({ kind: 'fail', isOurs: true, message: 'm' }, '    at a.ts:1:2')).toMatchObject({
      name: 'Error',
      stack: 'Error: m\n    at a.ts:1:2',
    });
    expect(failureOf({ kind: 'fail', isOurs: false, message: 'm' }, '')).toMatchObject({ name: 'AssertionError' });
  });

  test('shows text of a hostile server without control characters', () => {
    const end = ended(failedCase('a/b@#', 'P-1', { actual: hostile, where: hostile }));
    expect(JSON.stringify(end)).not.toMatch(/\\u0007|\u202e|\\ud800/iu);
  });
});
