import type { Expectation } from '../model/known-failure.ts';
import type { RunRecord, TargetFooter, TargetRecord } from '../model/record.ts';
import { consequencesOf } from '../policy/consequences.ts';
import { type JudgedCase, judgedCases } from '../policy/judged-requirements.ts';
import { excusesOf } from '../policy/known-failures.ts';

/** A target whose run ended, with what its failed cases mean. */
export type EndedTarget = {
  readonly target: TargetRecord;
  readonly footer: TargetFooter;
  /** In the order of the plan. */
  readonly judged: readonly JudgedCase[];
  /** The known failure of each case that is excused, by the id of the case. */
  readonly excused: ReadonlyMap<string, Expectation>;
  /** By id of a failed case, the failed case that it probably follows from. */
  readonly causes: ReadonlyMap<string, string>;
};

/** The targets of a record in its order. One without an entry in the footer is left out. */
export const endedTargets = ({ targets, footer }: RunRecord): readonly EndedTarget[] =>
  targets.flatMap((target) => {
    const end = footer.targets.find((each) => each.target === target.target);
    if (end === undefined) return [];
    const judged = judgedCases(target, end.ended);
    const excused = excusesOf(end.knownFailures);
    return [{ target, footer: end, judged, excused, causes: consequencesOf(judged, excused) }];
  });
