import type { Case } from '../model/case.ts';
import type { TargetEnd, TargetRecord } from '../model/record.ts';
import type { Level } from '../model/requirement.ts';
import type { Verdict } from '../model/verdict.ts';
import { isLeftOut, requirementOutcome } from './requirement-outcome.ts';
import type { RequirementOutcome } from './requirement-outcome.ts';

export type JudgedCase = { readonly case: Case; readonly verdict: Verdict };

/** One requirement of a target with its cases. */
export type JudgedRequirement = RequirementOutcome & {
  readonly requirement: string;
  /** The requirement in one sentence. */
  readonly title: string;
  readonly level: Level;
  readonly cases: readonly JudgedCase[];
};

/**
 * The cases of a target with their verdicts, in the order of the plan. A planned case without a verdict is `broken`: that is a failure of
 * assay, not of the target, and the case must not look judged.
 */
export const judgedCases = ({ cases, results }: TargetRecord, ended: TargetEnd): readonly JudgedCase[] => {
  const error = ended.kind === 'lost' ? ended.reason : 'no verdict was recorded';
  return cases.map((planned) => ({ case: planned, verdict: results.get(planned.id)?.verdict ?? { kind: 'broken', error } }));
};

/** The requirements of a target that have cases, in the order of the plan. */
export const judgedRequirements = (target: TargetRecord, ended: TargetEnd): readonly JudgedRequirement[] => {
  const byRequirement = new Map<string, JudgedCase[]>();
  for (const judged of judgedCases(target, ended)) {
    const known = byRequirement.get(judged.case.requirement);
    if (known === undefined) byRequirement.set(judged.case.requirement, [judged]);
    else known.push(judged);
  }
  const requirements: JudgedRequirement[] = [];
  for (const [requirement, cases] of byRequirement) {
    const [first] = cases;
    if (first === undefined) continue;
    const title = target.requirements.get(requirement)?.title ?? first.case.title;
    const joined = requirementOutcome(cases.map(({ verdict }) => verdict));
    requirements.push({ ...joined, requirement, title, level: first.case.level, cases });
  }
  return requirements;
};

/** The user selected at least one of its cases. Other requirements are not counted anywhere. */
export const isSelected = ({ cases }: Pick<JudgedRequirement, 'cases'>): boolean => !cases.every(({ verdict }) => isLeftOut(verdict));
