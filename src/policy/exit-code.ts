import type { Expectation } from '../model/known-failure.ts';
import type { ExitCode, TargetEnd } from '../model/record.ts';
import { isSelected, type JudgedRequirement } from './judged-requirements.ts';
import { excusesOf, isStale } from './known-failures.ts';

/** Of several codes the first of these applies: what hides more comes first. */
const precedence = [4, 2, 1, 5, 3, 0] as const satisfies readonly ExitCode[];

/** The code of several: the first of 4, 2, 1, 5, 3 that occurs. Of none it is 3: nothing judged is no success. */
export const joinExitCodes = (codes: readonly ExitCode[]): ExitCode => precedence.find((code) => codes.includes(code)) ?? 3;

/**
 * The exit code of one target. Inconclusive and skipped verdicts do not change it where something was judged, see
 * {@link isNothingJudged}.
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
  if (ended.kind === 'stopped' || isNothingJudged(requirements)) codes.push(3);
  return joinExitCodes(codes);
};

/** At least one of its failures is not a known one. */
export const isBroken = (cases: JudgedRequirement['cases'], excused: ReadonlyMap<string, unknown>): boolean =>
  cases.some((one) => one.verdict.kind === 'fail' && !excused.has(one.case.id));

/** It passed or failed as a whole, so that the counts of the record show it as judged. */
const isJudged = ({ outcome }: JudgedRequirement): boolean => outcome === 'pass' || outcome === 'fail';

/** A `must` of which at least one case passed or failed, so that runs can be compared by it. */
export const isJudgedMust = ({ level, cases }: JudgedRequirement): boolean =>
  level === 'must' && cases.some(({ verdict }) => verdict.kind === 'pass' || verdict.kind === 'fail');

/**
 * Nothing was judged of what the user selected, which is no success: not one `must`, or where the selection holds none, not one
 * requirement of another level. What is only observed is never judged.
 */
export const isNothingJudged = (requirements: readonly JudgedRequirement[]): boolean => {
  const selected = requirements.filter(isSelected);
  const musts = selected.filter(({ level }) => level === 'must');
  return !(musts.length > 0 ? musts : selected).some(isJudged);
};
