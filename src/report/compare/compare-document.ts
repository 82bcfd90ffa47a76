import type { BehaviourRow } from '../../policy/compare/behaviour/behaviour-row.ts';
import type { Comparison } from '../../policy/compare/comparison.ts';
import type { FactRow } from '../../policy/compare/fact-rows.ts';
import type { OutcomeRow } from '../../policy/compare/outcome-rows.ts';

/** What `assay compare --json` prints. Its JSON Schema is {@link compareDocumentSchema}. */
export type CompareDocument = {
  readonly format: 1;
  readonly columns: readonly {
    readonly label: string;
    readonly run: string;
    readonly demo: boolean;
    readonly target: string;
    readonly contract: string;
    readonly baseUrl: string;
  }[];
  readonly isShared: boolean;
  readonly notes: readonly string[];
  readonly behaviour: readonly BehaviourRow[];
  readonly outcomes: readonly OutcomeRow[];
  readonly facts: readonly FactRow[];
};

/** A comparison for programs: the tables, without the records. */
export const compareDocument = ({ columns, isShared, notes, behaviour, outcomes, facts }: Comparison): CompareDocument => ({
  format: 1,
  columns: columns.map(({ label, run, isDemo, target }) => ({
    label,
    run,
    demo: isDemo,
    target: target.target,
    contract: target.contract,
    baseUrl: target.baseUrl,
  })),
  isShared,
  notes,
  behaviour,
  outcomes,
  facts,
});
