import type { TargetFooter, TargetRecord } from '../model/record.ts';
import type { Verdict } from '../model/verdict.ts';
import type { GatePolicy } from './gate-policy.ts';
import { isSelected, type JudgedRequirement } from './judged-requirements.ts';
import { isLeftOut } from './requirement-outcome.ts';
import { isNewer } from './version-order.ts';

/** How much of a level was judged, or how many operations were reached. */
export type Evidence = {
  readonly level: 'must' | 'should' | 'operations';
  /** Requirements that passed or failed; operations that were reached. */
  readonly judged: number;
  /** Requirements that promise something here, those newer than the policy left out; operations that were selected. */
  readonly of: number;
  /** Least share that the policy asks for. */
  readonly needed: number | undefined;
  readonly enough: boolean;
};

/** The contract promises nothing there, or only for answers that nobody can ask for, so that nothing is missing. */
const isNothing = ({ cases }: JudgedRequirement): boolean => cases.every(({ verdict }) => isNoPromise(verdict) || isLeftOut(verdict));

const isNoPromise = (verdict: Verdict): boolean =>
  (verdict.kind === 'skipped' && verdict.because === 'not-applicable') || (verdict.kind === 'inconclusive' && verdict.optional === true);

/** Whether a requirement counts as evidence of its level: it was selected, promises something, and is not newer than the policy. */
export const isCounted = (target: TargetRecord, requirement: JudgedRequirement, { checksAsOf }: Pick<GatePolicy, 'checksAsOf'>): boolean =>
  isSelected(requirement) && !isNothing(requirement) && !isNewer(target.requirements.get(requirement.requirement)?.since, checksAsOf);

const evidence = (level: Evidence['level'], judged: number, of: number, needed: number | undefined): Evidence => ({
  level,
  judged,
  of,
  needed,
  // Nothing judged is no success, also where nothing is asked for.
  enough: needed === undefined || (of === 0 ? needed === 0 : judged / of >= needed),
});

/** Counts the evidence of each level, of what was selected. What was left out by a permission or a budget is missing all the same. */
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
  return [...levels, evidence('operations', coverage?.reached ?? 0, coverage?.operations ?? 0, needed)];
};
