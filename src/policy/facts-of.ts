import type { Case } from '../model/case.ts';
import type { TargetRecord } from '../model/record.ts';
import type { Fact } from '../model/verdict.ts';

/** A fact with the case that observed it. */
export type SourcedFact = Fact & { readonly case: Case };

/** Every fact that was observed at a target, whatever the verdict of its case, in the order of the plan. */
export const factsOf = ({ cases, results }: TargetRecord): readonly SourcedFact[] =>
  cases.flatMap((planned) => {
    const verdict = results.get(planned.id)?.verdict;
    if (verdict === undefined || verdict.kind === 'skipped' || verdict.kind === 'broken') return [];
    return (verdict.facts ?? []).map((fact) => ({ ...fact, case: planned }));
  });
