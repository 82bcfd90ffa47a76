import type { Case } from '../../model/case.ts';
import type { RunRecord, TargetFooter, TargetRecord } from '../../model/record.ts';
import type { Verdict } from '../../model/verdict.ts';
import { judgedCases } from '../../policy/judged-requirements.ts';

/** A case with its verdict and its number on the page, over all targets. */
export type NumberedCase = { readonly number: number; readonly planned: Case; readonly verdict: Verdict };

/** A target, how judging it ended, and its cases in the order of the plan. */
export type JudgedTarget = {
  readonly at: number;
  readonly target: TargetRecord;
  readonly footer: TargetFooter;
  readonly cases: readonly NumberedCase[];
};

/** The targets of a record with their cases, numbered across targets. A target without an entry in the footer is left out. */
export const judgedTargets = ({ targets, footer }: RunRecord): readonly JudgedTarget[] => {
  let number = 0;
  const ended = targets.flatMap((target) => {
    const end = footer.targets.find((each) => each.target === target.target);
    return end === undefined ? [] : [{ target, footer: end }];
  });
  return ended.map(({ target, footer: end }, at) => ({
    at,
    target,
    footer: end,
    cases: judgedCases(target, end.ended).map(({ case: planned, verdict }) => ({ number: number++, planned, verdict })),
  }));
};
