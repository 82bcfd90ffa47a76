import type { RunRecord, TargetFooter, TargetRecord } from '../../model/record.ts';
import type { Outcome, Verdict } from '../../model/verdict.ts';
import { type FactRow, factRows } from './fact-rows.ts';
import { type OutcomeRow, outcomeRows } from './outcome-rows.ts';

/** One target of one run. */
export type Column = {
  /** Unique among the columns. */
  readonly label: string;
  readonly run: string;
  readonly isDemo: boolean;
  readonly target: TargetRecord;
  readonly footer: TargetFooter;
};

/**
 * Whether the columns differ: two that were judged or observed say different things; only some of them were; all say the same; or none says
 * anything.
 */
export type RowState = 'differs' | 'partly' | 'same' | 'open';

/** What a cell rests on: a case with its promise. */
export type CellCase = {
  readonly requirement: string;
  /** The promise in one sentence. */
  readonly promise: string;
  /** Where the document makes it: heading and lines. */
  readonly source: string;
  readonly level: string;
  readonly case: string;
  readonly check: string;
  readonly verdict: Verdict;
};

export type OutcomeCell = { readonly outcome: Outcome | 'absent'; readonly cases: readonly CellCase[] };

export type Comparison = {
  readonly columns: readonly Column[];
  /** All columns are judged by one contract, so that requirements are compared; else checks are. */
  readonly isShared: boolean;
  /** What a reader has to know before the tables. */
  readonly notes: readonly string[];
  readonly outcomes: readonly OutcomeRow[];
  readonly facts: readonly FactRow[];
};

const columnsOf = (runs: readonly RunRecord[]): readonly Column[] => {
  const all = runs.flatMap(({ header, targets, footer }) =>
    targets.flatMap((target) => {
      const end = footer.targets.find((one) => one.target === target.target);
      return end === undefined ? [] : [{ run: header.run, isDemo: header.demo, target, footer: end }];
    }),
  );
  const isOnly = (name: string): boolean => all.filter(({ target }) => target.target === name).length === 1;
  return all.map((one, at) => {
    const { target } = one.target;
    if (isOnly(target)) return { ...one, label: target };
    const label = `${target} (${one.run})`;
    const twin = all.findIndex((other) => other.target.target === target && other.run === one.run);
    return { ...one, label: twin === at ? label : `${label} ${at + 1}` };
  });
};

const notesOf = (columns: readonly Column[], isShared: boolean): readonly string[] => {
  const notes: string[] = [];
  if (!isShared)
    notes.push(
      'The targets are judged by different contracts: checks are compared by what came of all their promises there, facts without regard to the operation.',
    );
  const digests = new Set(columns.flatMap(({ target }) => target.contractDigest ?? []));
  if (isShared && digests.size > 1) notes.push('The runs knew different versions of the contract: promises are compared by their ids.');
  for (const { label, isDemo, footer } of columns) {
    if (isDemo) notes.push(`${label}: a demo, an embedded reference was judged.`);
    if (footer.ended.kind === 'lost') notes.push(`${label}: assay lost this target, its result is incomplete: ${footer.ended.reason}`);
    if (footer.ended.kind === 'stopped') notes.push(`${label}: the run was stopped: ${footer.ended.message}`);
  }
  return notes;
};

/**
 * Lays the targets of one or several runs side by side. Rows with differences come first, then those of which only some columns tell, then
 * the rest in the order of the plan.
 */
export const compareRuns = (runs: readonly RunRecord[]): Comparison => {
  const columns = columnsOf(runs);
  const isShared = new Set(columns.map(({ target }) => target.contract)).size === 1;
  return {
    columns,
    isShared,
    notes: notesOf(columns, isShared),
    outcomes: outcomeRows(columns, isShared),
    facts: factRows(columns, isShared),
  };
};
