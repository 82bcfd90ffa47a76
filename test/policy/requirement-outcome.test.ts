import { describe, expect, test } from 'vitest';

import type { SkipReason, Verdict } from '../../src/model/verdict.ts';
import { skipReasons } from '../../src/model/verdict.ts';
import { requirementOutcome } from '../../src/policy/requirement-outcome.ts';

const pass: Verdict = { kind: 'pass', judged: 3 };
const finding = { code: 'c', operation: 'GET /parcels', where: '', expected: 'a', actual: 'b', exchanges: ['x1'] };
const fail: Verdict = { kind: 'fail', judged: 3, breaches: 1, finding };
const tried: Verdict = { kind: 'inconclusive', reason: 'met 429', exchanges: ['x1'] };
const unseen: Verdict = { kind: 'inconclusive', reason: 'none was seen', exchanges: [], unseen: true };
const observed: Verdict = { kind: 'observed', facts: [] };
const broken: Verdict = { kind: 'broken', error: 'threw' };
const skipped = (because: SkipReason): Verdict => ({ kind: 'skipped', because, reason: `reason ${because}` });
const notApplicable = skipped('not-applicable');

const table: readonly (readonly [string, readonly Verdict[], ReturnType<typeof requirementOutcome>['outcome']])[] = [
  ['one pass', [pass], 'pass'],
  ['one fail', [fail], 'fail'],
  ['one inconclusive', [tried], 'inconclusive'],
  ['one unseen', [unseen], 'inconclusive'],
  ['one observed', [observed], 'observed'],
  ['one broken', [broken], 'broken'],
  ['no verdict at all', [], 'inconclusive'],
  ['a pass and an inconclusive', [pass, tried], 'inconclusive'],
  ['a pass and an unseen', [unseen, pass], 'pass'],
  ['a pass and a not-applicable', [pass, notApplicable], 'pass'],
  ['a pass and an observed', [pass, observed], 'pass'],
  ['a pass, an unseen and a not-applicable', [unseen, pass, notApplicable], 'pass'],
  ['a fail among passes', [pass, fail, pass], 'fail'],
  ['a fail beside broken, skipped and inconclusive', [broken, skipped('stopped'), tried, fail], 'fail'],
  ['a broken among passes', [pass, broken], 'broken'],
  ['a broken among skips', [broken, notApplicable], 'broken'],
  ['an observed and an unseen', [observed, unseen], 'observed'],
  ['an observed and an inconclusive', [observed, tried], 'inconclusive'],
  ['an unseen and a not-applicable', [unseen, notApplicable], 'inconclusive'],
  ['an inconclusive and a skip', [tried, skipped('not-allowed')], 'inconclusive'],
  ['skips for every reason', skipReasons.map(skipped), 'skipped'],
  ...skipReasons.map((because): readonly [string, readonly Verdict[], 'skipped'] => [`a single ${because}`, [skipped(because)], 'skipped']),
  ['a pass and a not-allowed part', [pass, skipped('not-allowed')], 'pass'],
  ['a pass and a part without prerequisite', [pass, skipped('missing-prerequisite')], 'pass'],
  ['a pass and a part left out by the user', [pass, skipped('not-selected')], 'pass'],
  ['an unseen and a part left out by the user', [unseen, skipped('not-selected')], 'inconclusive'],
  ['an observed and a part left out by the user', [observed, skipped('not-selected')], 'observed'],
  ['a pass and a part out of budget', [pass, skipped('out-of-budget')], 'inconclusive'],
  ['a pass and an unsupported part', [pass, skipped('unsupported')], 'inconclusive'],
  ['a pass and a stopped part', [pass, skipped('stopped')], 'inconclusive'],
];

describe('requirement outcome', () => {
  for (const [name, verdicts, outcome] of table) {
    test(`${name} makes ${outcome}, in any order`, () => {
      expect(requirementOutcome(verdicts).outcome).toBe(outcome);
      expect(requirementOutcome(verdicts.toReversed()).outcome).toBe(outcome);
    });
  }

  test('a pass names the parts that were not tried, except those that do not apply', () => {
    expect(requirementOutcome([{ ...pass, untried: ['POST /parcels'] }, skipped('not-allowed'), notApplicable, unseen]).untried).toEqual([
      'POST /parcels',
      'reason not-allowed',
    ]);
  });
});
