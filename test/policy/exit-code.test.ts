import { describe, expect, test } from 'vitest';

import type { ExitCode, TargetEnd } from '../../src/model/record.ts';
import type { Level } from '../../src/model/requirement.ts';
import type { SkipReason, Verdict } from '../../src/model/verdict.ts';
import { joinExitCodes, targetExitCode } from '../../src/policy/exit-code.ts';
import type { JudgedRequirement } from '../../src/policy/judged-requirements.ts';
import { requirementOutcome } from '../../src/policy/requirement-outcome.ts';
import { parcelCase } from '../model/hand-written-run.ts';

const finding = { code: 'c', operation: 'GET /parcels', where: '', expected: 'a', actual: 'b', exchanges: ['x1'] };
const verdicts = {
  pass: { kind: 'pass', judged: 1 },
  fail: { kind: 'fail', judged: 1, breaches: 1, finding },
  inconclusive: { kind: 'inconclusive', reason: 'met 429', exchanges: [] },
  observed: { kind: 'observed', facts: [] },
  broken: { kind: 'broken', error: 'threw' },
} as const satisfies Record<string, Verdict>;
const skipped = (because: SkipReason): Verdict => ({ kind: 'skipped', because, reason: 'r' });

let made = 0;
const requirement = (level: Level, ...all: readonly Verdict[]): JudgedRequirement => {
  const id = `PARCEL-${(made += 1)}`;
  const cases = all.map((verdict, index) => ({ case: parcelCase(`c/${index}@#`, id, { level }), verdict }));
  return { ...requirementOutcome(all), requirement: id, title: 't', level, cases };
};
const { pass, fail, inconclusive, observed, broken } = verdicts;

const complete: TargetEnd = { kind: 'complete' };
const stopped = (reason: 'preflight' | 'interrupted' | 'budget'): TargetEnd => ({ kind: 'stopped', reason, message: 'm' });
const lost: TargetEnd = { kind: 'lost', reason: 'r' };

const table: readonly (readonly [string, readonly JudgedRequirement[], TargetEnd, ExitCode])[] = [
  ['a must passed', [requirement('must', pass)], complete, 0],
  [
    'other verdicts beside a passed must',
    [requirement('must', pass), requirement('must', inconclusive), requirement('should', skipped('not-allowed'))],
    complete,
    0,
  ],
  ['the only must is open in a part, so that no count shows it as judged', [requirement('must', pass, inconclusive)], complete, 3],
  ['a must is open in a part beside one that passed', [requirement('must', pass, inconclusive), requirement('must', pass)], complete, 0],
  ['a must passed in all that was selected', [requirement('must', pass, skipped('not-selected'))], complete, 0],
  ['no must was selected and a should passed', [requirement('must', skipped('not-selected')), requirement('should', pass)], complete, 0],
  ['no must was selected and a should is broken', [requirement('must', skipped('not-selected')), requirement('should', fail)], complete, 0],
  [
    'no must was selected and nothing was judged',
    [requirement('must', skipped('not-selected')), requirement('should', inconclusive), requirement('observe', observed)],
    complete,
    3,
  ],
  ['nothing was selected', [requirement('must', skipped('not-selected'))], complete, 3],
  ['a must is broken', [requirement('must', pass), requirement('must', fail)], complete, 1],
  ['only a should is broken', [requirement('must', pass), requirement('should', fail)], complete, 0],
  ['an observation that failed', [requirement('must', pass), requirement('observe', fail)], complete, 0],
  ['nothing was planned', [], complete, 3],
  ['no must was judged', [requirement('must', inconclusive), requirement('should', pass), requirement('observe', observed)], complete, 3],
  ['every must was skipped', [requirement('must', skipped('missing-prerequisite'))], complete, 3],
  ['preflight stopped it', [requirement('must', skipped('stopped'))], stopped('preflight'), 3],
  ['interrupted although all went well', [requirement('must', pass)], stopped('interrupted'), 3],
  ['cut by a budget', [requirement('must', pass), requirement('must', skipped('out-of-budget'))], stopped('budget'), 3],
  ['a broken must before the interruption', [requirement('must', fail)], stopped('interrupted'), 1],
  ['a check broke', [requirement('must', pass), requirement('observe', broken)], complete, 4],
  ['a check broke beside a broken must', [requirement('must', fail, broken)], complete, 4],
  ['the worker was lost', [requirement('must', pass), requirement('must', fail)], lost, 4],
];

describe('exit code of a target', () => {
  for (const [name, requirements, ended, code] of table) {
    test(`${name}: ${code}`, () => {
      expect(targetExitCode(requirements, ended)).toBe(code);
    });
  }
});

describe('exit code of several', () => {
  const order: readonly ExitCode[] = [4, 2, 1, 5, 3, 0];
  for (const [index, code] of order.entries()) {
    test(`${code} applies before ${order.slice(index + 1).join(', ') || 'nothing'}`, () => {
      expect(joinExitCodes(order.slice(index))).toBe(code);
      expect(joinExitCodes(order.slice(index).toReversed())).toBe(code);
    });
  }

  test('a run that judged nothing is not a success', () => {
    expect(joinExitCodes([])).toBe(3);
  });
});
