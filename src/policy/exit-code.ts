import type { Expectation } from '../model/known-failure.ts';
import type { ExitCode, TargetEnd } from '../model/record.ts';
import type { JudgedRequirement } from './judged-requirements.ts';
import { excusesOf, isStale } from './known-failures.ts';

/** Of several codes the first of these applies: what hides more comes first. */
const precedence = [4, 2, 1, 5, 3, 0] as const satisfies readonly ExitCode[];

/** The code of several: the first of 4, 2, 1, 5, 3 that occurs. Of none it is 3: nothing judged is no success. */
export const joinExitCodes = (codes: readonly ExitCode[]): ExitCode => precedence.find((code) => codes.includes(code)) ?? 3;

/**
 * The exit code of one target. Other inconclusive and skipped verdicts than those of a target without one judged `must`
 * do not change it.
 * @param expectations What came of the known failures: those that fail as described break nothing.
 */
export const targetExitCode = (
  requirements: readonly JudgedRequirement[],
  ended: TargetEnd,
  expectations: readonly Expectation[] = [],
): ExitCode => {
  const excused = excusesOf(expectations);
  const codes: ExitCode[] = [0];
  const verdicts = requirements.flatMap(({ cases }) => cases.map(({ verdict }) => verdict.kind));
  if (ended.kind === 'lost' || verdicts.includes('broken')) codes.push(4);
  if (requirements.some(({ level, cases }) => level === 'must' && isBroken(cases, excused))) codes.push(1);
  if (expectations.some(isStale)) codes.push(5);
  if (ended.kind === 'stopped' || !requirements.some(isJudgedMust)) codes.push(3);
  return joinExitCodes(codes);
};

/** At least one of its failures is not a known one. */
export const isBroken = (cases: JudgedRequirement['cases'], excused: ReadonlyMap<string, unknown>): boolean =>
  cases.some((one) => one.verdict.kind === 'fail' && !excused.has(one.case.id));

/** A `must` of which at least one case passed or failed. */
export const isJudgedMust = ({ level, cases }: JudgedRequirement): boolean =>
  level === 'must' && cases.some(({ verdict }) => verdict.kind === 'pass' || verdict.kind === 'fail');
