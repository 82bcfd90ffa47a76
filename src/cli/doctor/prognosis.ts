import type { Contract } from '../../contract/model.ts';
import type { Case, Plan } from '../../model/case.ts';
import type { Level } from '../../model/requirement.ts';
import type { Examination } from '../../runner/doctor/examine.ts';

/** What a run could judge, and what is missing for the rest. */
export type Prognosis = {
  readonly levels: readonly { readonly level: Level; readonly possible: number; readonly all: number }[];
  /** What to supply, with the requirements that need it. */
  readonly missing: readonly { readonly what: string; readonly requirements: readonly string[] }[];
};

/** Number of items that a requirement needs, by its prerequisite `data>=21`; 0 without one. */
const itemsNeeded = (prerequisites: readonly string[]): number =>
  Math.max(0, ...prerequisites.map((one) => Number(/^data>=(\d+)$/.exec(one)?.[1] ?? 0)));

/**
 * Predicts from a plan and the data of a target what a run could decide. Nothing is judged.
 * @param data The items of the lists; undefined if the target was not inspected, and then enough data is assumed.
 */
export const prognosisOf = (contract: Contract, plan: Plan, data: Examination['data'] | undefined): Prognosis => {
  const waiting = new Map<string, Set<string>>();
  const wait = (what: string, id: string): void => void waiting.set(what, (waiting.get(what) ?? new Set()).add(id));
  const cases = new Map<string, Case[]>();
  for (const one of plan.cases) cases.set(one.requirement, [...(cases.get(one.requirement) ?? []), one]);

  const possible = [...cases].filter(([id, own]) => {
    const skipped = own.filter(({ skip }) => skip !== undefined);
    for (const { skip } of skipped) wait(skip?.reason ?? '', id);
    const requirement = contract.requirements.get(id);
    const needed = itemsNeeded(requirement?.needs ?? []);
    const found =
      data === undefined
        ? Number.POSITIVE_INFINITY
        : Math.max(
            0,
            ...data
              .filter(({ operation }) => requirement?.operations === 'all' || requirement?.operations.includes(operation) === true)
              .map(({ items, more }) => (more ? Number.POSITIVE_INFINITY : (items ?? 0))),
          );
    if (needed > found) wait(`needs at least ${needed} items, ${found} were found`, id);
    return skipped.length < own.length && needed <= found;
  });
  const judgeable = [...contract.requirements.values()].filter(({ id, level }) => level !== 'untestable' && cases.has(id));
  const levels = (['must', 'should', 'observe'] as const).map((level) => ({
    level,
    possible: possible.filter(([id]) => contract.requirements.get(id)?.level === level).length,
    all: judgeable.filter((one) => one.level === level).length,
  }));
  return { levels, missing: [...waiting].map(([what, ids]) => ({ what, requirements: [...ids] })) };
};
