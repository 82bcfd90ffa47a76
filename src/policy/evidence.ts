import type { TargetRecord } from '../model/record.ts';
import type { GatePolicy } from './gate-policy.ts';
import { isSelected, type JudgedRequirement } from './judged-requirements.ts';
import { isNewer } from './version-order.ts';

/** How much of a level was judged. */
export type Evidence = {
  readonly level: 'must' | 'should';
  /** Requirements that passed or failed. */
  readonly judged: number;
  /** Requirements that promise something here; those newer than the policy are left out. */
  readonly of: number;
  /** Least share that the policy asks for. */
  readonly needed: number | undefined;
  readonly enough: boolean;
};

/** The contract promises nothing there, so that nothing is missing. */
const isNothing = ({ cases }: JudgedRequirement): boolean =>
  cases.every(({ verdict }) => verdict.kind === 'skipped' && verdict.because === 'not-applicable');

/** Counts the evidence of each level, of what was selected. What was left out by a permission or a budget is missing all the same. */
export const evidenceOf = (
  target: TargetRecord,
  requirements: readonly JudgedRequirement[],
  { evidence, checksAsOf }: GatePolicy,
): readonly Evidence[] =>
  (['must', 'should'] as const).map((level) => {
    const all = requirements.filter(
      (one) =>
        one.level === level && isSelected(one) && !isNothing(one) && !isNewer(target.requirements.get(one.requirement)?.since, checksAsOf),
    );
    const judged = all.filter(({ outcome }) => outcome === 'pass' || outcome === 'fail').length;
    const needed = evidence[level];
    // Nothing judged is no success, also where nothing is asked for.
    const enough = needed === undefined || (all.length === 0 ? needed === 0 : judged / all.length >= needed);
    return { level, judged, of: all.length, needed, enough };
  });
