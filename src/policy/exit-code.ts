import type { Expectation } from '../model/known-failure.ts';
import type { ExitCode, TargetEnd } from '../model/record.ts';
import { isSelected, type JudgedRequirement } from './judged-requirements.ts';
import { excusesOf, isStale } from './known-failures.ts';

/** Of several codes the first of these applies: the one that makes more of the result unreliable comes first. */
const precedence = [4, 2, 1, 5, 3, 0] as const satisfies readonly ExitCode[];

/** Joins several codes: the first of 4, 2, 1, 5, 3 that occurs. Without any code it is 3: a run that judged nothing is not a success. */
export const joinExitCodes = (codes: readonly ExitCode[]): ExitCode => precedence.find((code) => codes.includes(code)) ?? 3;

/**
 * The exit code of one target. Inconclusive and skipped verdicts do not change it if something was judged, see {@link isNothingJudged}.
 * @param expectations The known failures with their states: those that fail as described do not count as broken.
 */
export const targetExitCode = (
  requirements: readonly JudgedRequirement[],
  ended: TargetEnd,
  expectations: readonly Expectation[] = [],
): ExitCode => {
  const code = partExitCode(requirements, ended, expectations);
  return joinExitCodes(isNothingJudged(requirements) ? [code, 3] : [code]);
};

/** The exit code of a target of which other parts of a split run judge the rest, see {@link targetExitCode}: what is missing is no fault of this part. */
export const partExitCode = (
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
  if (ended.kind === 'stopped') codes.push(3);
  return joinExitCodes(codes);
};

/** The exit code of a run by those of its targets. A part of a split run may have none, and then nothing was unexpected. */
export const runExitCode = (codes: readonly ExitCode[], isPart: boolean): ExitCode => joinExitCodes(isPart ? [0, ...codes] : codes);

/** At least one of its failures is not known. */
export const isBroken = (cases: JudgedRequirement['cases'], excused: ReadonlyMap<string, unknown>): boolean =>
  cases.some((one) => one.verdict.kind === 'fail' && !excused.has(one.case.id));

/** The requirement as a whole passed or failed, so the counts of the record show it as judged. */
const isJudged = ({ outcome }: JudgedRequirement): boolean => outcome === 'pass' || outcome === 'fail';

/** A `must` with at least one case that passed or failed, so that runs can be compared by it. */
export const isJudgedMust = ({ level, cases }: JudgedRequirement): boolean =>
  level === 'must' && cases.some(({ verdict }) => verdict.kind === 'pass' || verdict.kind === 'fail');

/**
 * Nothing that the user selected was judged: no `must`, or if the selection has none, no requirement of another level. Observed
 * requirements are never judged.
 */
export const isNothingJudged = (requirements: readonly JudgedRequirement[]): boolean => {
  const selected = requirements.filter(isSelected);
  const musts = selected.filter(({ level }) => level === 'must');
  return !(musts.length > 0 ? musts : selected).some(isJudged);
};
