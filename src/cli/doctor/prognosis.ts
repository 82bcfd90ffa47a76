import type { Contract } from '../../contract/model.ts';
import type { Case, Plan } from '../../model/case.ts';
import type { Level } from '../../model/requirement.ts';
import type { Target } from '../../model/target.ts';
import { hindrances } from '../../plan/lacking.ts';
import { rankSuggestions, type Suggestion, supplySteps } from '../../policy/prerequisites.ts';
import type { Examination } from '../../runner/doctor/examine.ts';

/** What a run could judge, and what is missing for the rest. */
export type Prognosis = {
  readonly levels: readonly { readonly level: Level; readonly possible: number; readonly all: number }[];
  /** What to supply, with the requirements that need it; what most musts need first. */
  readonly missing: readonly { readonly what: string; readonly requirements: readonly string[] }[];
  /** Operations that a run could call as they are documented. */
  readonly operations: { readonly callable: number; readonly all: number };
  /** What to supply so that a run judges and calls more, best first. The numbers are upper bounds. */
  readonly suggestions: readonly Suggestion[];
  /** What to supply one after another, best first; each number is what it adds to those before it. */
  readonly steps: readonly Suggestion[];
};

/** Number of items that a requirement needs, by its prerequisite `data>=21`; 0 without one. */
const itemsNeeded = (prerequisites: readonly string[]): number =>
  Math.max(0, ...prerequisites.map((one) => Number(/^data>=(\d+)$/.exec(one)?.[1] ?? 0)));

/**
 * Predicts from a plan and the data of a target what a run could decide and which operations it could call. Nothing is judged.
 * @param data The items of the lists; undefined if the target was not inspected, and then enough data is assumed.
 */
export const prognosisOf = (contract: Contract, target: Target, plan: Plan, data: Examination['data'] | undefined): Prognosis => {
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
  const mustsIn = (ids: readonly string[]): number => ids.filter((id) => contract.requirements.get(id)?.level === 'must').length;
  const open = judgeable.flatMap(({ id, level }) => {
    const own = cases.get(id) ?? [];
    const ways = own.flatMap(({ lacks = [] }) => (lacks.length === 0 ? [] : [lacks]));
    return own.every(({ skip }) => skip !== undefined) && ways.length > 0 ? [{ level, ways }] : [];
  });
  const hindranceOf = hindrances({ contract, target }, plan);
  const hindered = contract.operations.flatMap((operation) => {
    const hindrance = hindranceOf(operation);
    return hindrance === undefined ? [] : [{ ...hindrance, operations: [operation.key] }];
  });
  return {
    levels,
    missing: [...waiting]
      .map(([what, ids]) => ({ what, requirements: [...ids] }))
      .toSorted((a, b) => mustsIn(b.requirements) - mustsIn(a.requirements) || b.requirements.length - a.requirements.length),
    operations: { callable: contract.operations.length - hindered.length, all: contract.operations.length },
    suggestions: rankSuggestions(open, hindered, 'operations'),
    steps: supplySteps(open, hindered, 'operations'),
  };
};
