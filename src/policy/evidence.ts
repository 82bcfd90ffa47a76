import type { TargetFooter, TargetRecord } from '../model/record.ts';
import type { Verdict } from '../model/verdict.ts';
import type { GatePolicy } from './gate-policy.ts';
import { isSelected, type JudgedRequirement } from './judged-requirements.ts';
import { isLeftOut } from './requirement-outcome.ts';
import { isNewer } from './version-order.ts';

/** How much of a level was judged, or how many operations were exercised. */
export type Evidence = {
  readonly level: 'must' | 'should' | 'operations';
  /** Requirements that passed or failed; operations that were exercised. */
  readonly judged: number;
  /** Requirements that apply to the contract and are not newer than the policy; operations that were selected. */
  readonly of: number;
  /** Smallest share that the policy requires. */
  readonly needed: number | undefined;
  readonly enough: boolean;
};

/** It does not apply to the contract, or only to answers that no request can bring about, so no evidence is missing. */
const isWithoutSubject = ({ cases }: JudgedRequirement): boolean =>
  cases.every(({ verdict }) => isNotApplicable(verdict) || isLeftOut(verdict));

const isNotApplicable = (verdict: Verdict): boolean =>
  (verdict.kind === 'skipped' && verdict.because === 'not-applicable') || (verdict.kind === 'inconclusive' && verdict.optional === true);

/** Whether a requirement counts as evidence of its level: it was selected, applies to the contract, and is not newer than the policy. */
export const isCounted = (target: TargetRecord, requirement: JudgedRequirement, { checksAsOf }: Pick<GatePolicy, 'checksAsOf'>): boolean =>
  isSelected(requirement) &&
  !isWithoutSubject(requirement) &&
  !isNewer(target.requirements.get(requirement.requirement)?.since, checksAsOf);

const evidence = (level: Evidence['level'], judged: number, of: number, needed: number | undefined): Evidence => ({
  level,
  judged,
  of,
  needed,
  // If nothing could be judged, a required share above 0 is not reached.
  enough: needed === undefined || (of === 0 ? needed === 0 : judged / of >= needed),
});

/** Counts the evidence of each level among what was selected. What a missing permission or a budget left out counts as missing. */
export const evidenceOf = (
  target: TargetRecord,
  { coverage }: Pick<TargetFooter, 'coverage'>,
  requirements: readonly JudgedRequirement[],
  policy: GatePolicy,
): readonly Evidence[] => {
  const levels = (['must', 'should'] as const).map((level) => {
    const all = requirements.filter((one) => one.level === level && isCounted(target, one, policy));
    const judged = all.filter(({ outcome }) => outcome === 'pass' || outcome === 'fail').length;
    return evidence(level, judged, all.length, policy.evidence[level]);
  });
  const needed = policy.evidence.operations;
  if (coverage === undefined && needed === undefined) return levels;
  return [...levels, evidence('operations', coverage?.exercised ?? 0, coverage?.operations ?? 0, needed)];
};
