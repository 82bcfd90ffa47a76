import { describe, expect, test } from 'vitest';

import type { ExpectationState, KnownFailure } from '../../src/model/known-failure.ts';
import type { ExitCode } from '../../src/model/record.ts';
import type { Case } from '../../src/model/case.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { targetExitCode } from '../../src/policy/exit-code.ts';
import type { JudgedRequirement } from '../../src/policy/judged-requirements.ts';
import { dayOf, expectationsOf, nameOfKnown } from '../../src/policy/known-failures.ts';
import { requirementOutcome } from '../../src/policy/requirement-outcome.ts';
import { parcelCase } from '../model/hand-written-run.ts';

const fail = (more: Partial<Extract<Verdict, { kind: 'fail' }>['finding']> = {}): Verdict => ({
  kind: 'fail',
  judged: 1,
  breaches: 1,
  finding: { code: 'too-long', operation: 'GET /parcels', where: '/data', expected: 'a', actual: 'b', exchanges: ['x1'], ...more },
});
const pass: Verdict = { kind: 'pass', judged: 2 };
const open: Verdict = { kind: 'inconclusive', reason: 'met 429', exchanges: [] };
const skipped = (because: 'not-allowed' | 'not-applicable'): Verdict => ({ kind: 'skipped', because, reason: 'allow lacks mutation' });

type Made = { readonly verdict: Verdict; readonly operation?: string };

/** A requirement P-1 with a case for each verdict: `c/0@#`, `c/1@#` … */
const requirement = (...all: readonly (Verdict | Made)[]): JudgedRequirement => {
  const made = all.map((one): Made => ('verdict' in one ? one : { verdict: one }));
  const cases = made.map(({ verdict, operation = 'GET /parcels' }, at) => {
    const more: Partial<Case> = { level: 'must', places: [{ operation, way: ['#'] }] };
    return { case: parcelCase(`c/${at}@#`, 'P-1', more), verdict };
  });
  return { ...requirementOutcome(cases.map(({ verdict }) => verdict)), requirement: 'P-1', title: 't', level: 'must', cases };
};

/** Another requirement that passes, so that there is enough evidence. */
const beside: JudgedRequirement = {
  requirement: 'P-0',
  title: 't',
  level: 'must',
  outcome: 'pass',
  untried: [],
  cases: [{ case: parcelCase('b/0@#', 'P-0'), verdict: pass }],
};

const whole = { requirement: 'P-1' } as const;
const today = '2026-03-10';

const table: readonly (readonly [string, Partial<KnownFailure>, JudgedRequirement, ExpectationState, ExitCode])[] = [
  ['a requirement that fails', whole, requirement(fail()), 'expected', 0],
  ['a case that fails', { case: 'c/0@#' }, requirement(fail()), 'expected', 0],
  [
    'a failure with the code and the location',
    { ...whole, finding: { code: 'too-long', where: '/data' } },
    requirement(fail()),
    'expected',
    0,
  ],
  ['the last day itself', { ...whole, expires: today }, requirement(fail()), 'expected', 0],
  ['a requirement that passes', whole, requirement(pass), 'passed', 5],
  ['a requirement with one case that passes and one that does not apply', whole, requirement(pass, skipped('not-applicable')), 'passed', 5],
  ['another code', { ...whole, finding: { code: 'too-short' } }, requirement(fail()), 'changed', 1],
  ['another location', { ...whole, finding: { where: '/meta' } }, requirement(fail()), 'changed', 1],
  [
    'another operation of the same case',
    { case: 'c/0@#', operation: 'GET /parcels' },
    requirement(fail({ operation: 'GET /boxes' })),
    'changed',
    1,
  ],
  ['a further case that fails', { case: 'c/0@#' }, requirement(fail(), fail()), 'expected', 1],
  [
    'a further case that fails in another way',
    { ...whole, finding: { code: 'too-long' } },
    requirement(fail(), fail({ code: 'x' })),
    'expected',
    1,
  ],
  ['a day that is over, still failing', { ...whole, expires: '2026-03-09' }, requirement(fail()), 'expired', 1],
  ['a day that is over, passing', { ...whole, expires: '2026-03-09' }, requirement(pass), 'expired', 5],
  ['a day that is over, not judged', { ...whole, expires: '2026-03-09' }, requirement(open), 'expired', 5],
  ['an inconclusive case', whole, requirement(open), 'not-judged', 0],
  ['a skipped case', whole, requirement(skipped('not-allowed')), 'not-judged', 0],
  ['a skipped case beside one that passes', whole, requirement(pass, skipped('not-allowed')), 'not-judged', 0],
  ['a pass with a part that was not tried', whole, requirement({ kind: 'pass', judged: 1, untried: ['POST /parcels'] }), 'not-judged', 0],
  ['a requirement that does not apply', whole, requirement(skipped('not-applicable')), 'not-judged', 0],
  ['a case that the run does not have', { case: 'c/9@#' }, requirement(pass), 'not-judged', 0],
  [
    'an operation that passes beside another that passes',
    { ...whole, operation: 'GET /boxes' },
    requirement(pass, { verdict: pass, operation: 'GET /boxes' }),
    'passed',
    5,
  ],
  [
    'an operation that was not judged while another one fails',
    { ...whole, operation: 'GET /boxes' },
    requirement(fail(), { verdict: open, operation: 'GET /boxes' }),
    'not-judged',
    1,
  ],
];

describe('a known failure', () => {
  for (const [name, known, judged, state, code] of table) {
    test(`of ${name} is ${state}, exit code ${code}`, () => {
      const entry = { owner: 'o', reason: 'r', expires: '2026-12-31', file: 'k.yaml', line: 1, ...known };
      const expectations = expectationsOf([entry], 'depot', [beside, judged], today);
      expect(expectations.map((one) => one.state)).toEqual([state]);
      expect(targetExitCode([beside, judged], { kind: 'complete' }, expectations)).toBe(code);
      expect(expectations[0]?.excuses.length === 0).toBe(state !== 'expected');
    });
  }

  test('excuses the cases that fail as described, and no other', () => {
    const entry = { ...whole, finding: { code: 'too-long' }, owner: 'o', reason: 'r', expires: today, file: 'k.yaml', line: 1 };
    const [expectation] = expectationsOf([entry], 'depot', [requirement(fail(), fail({ code: 'x' }), pass, fail())], today);
    expect(expectation?.excuses).toEqual(['c/0@#', 'c/3@#']);
  });

  test('that is stale gives 5, which comes before 3 and after 1 and 4', () => {
    const entry = { ...whole, owner: 'o', reason: 'r', expires: '2020-01-01', file: 'k.yaml', line: 1 };
    const stale = expectationsOf([entry], 'depot', [], today);
    expect(targetExitCode([], { kind: 'complete' }, stale)).toBe(5);
    expect(targetExitCode([requirement(fail())], { kind: 'complete' }, stale)).toBe(1);
    expect(targetExitCode([], { kind: 'lost', reason: 'r' }, stale)).toBe(4);
  });

  test('has a name made from its description', () => {
    expect(nameOfKnown({ ...whole, operation: 'GET /a', finding: { code: 'c' }, owner: 'o', reason: 'r', expires: today })).toBe(
      'P-1 GET /a c',
    );
  });
});

test('a day is one in UTC', () => {
  expect(dayOf(new Date('2026-03-10T23:59:59.999Z'))).toBe('2026-03-10');
});
