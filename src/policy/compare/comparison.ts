import type { RunRecord, TargetFooter, TargetRecord } from '../../model/record.ts';
import type { Outcome, Verdict } from '../../model/verdict.ts';
import type { BehaviourRow, TargetBehaviour } from './behaviour/behaviour-row.ts';
import { behaviourRows } from './behaviour/behaviour-rows.ts';
import { type FactRow, factRows } from './fact-rows.ts';
import { type OutcomeRow, outcomeRows } from './outcome-rows.ts';

/** One target of one run. */
export type Column = {
  /** Unique among the columns. */
  readonly label: string;
  readonly run: string;
  readonly isDemo: boolean;
  /** Version of assay that judged. */
  readonly assay: string;
  readonly target: TargetRecord;
  readonly footer: TargetFooter;
  /** What its exchanges show; undefined where they were not read. */
  readonly behaviour: TargetBehaviour | undefined;
};

/** A run with what its exchanges show, by target. */
export type ComparedRun = { readonly record: RunRecord; readonly behaviour?: ReadonlyMap<string, TargetBehaviour> };

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
  readonly behaviour: readonly BehaviourRow[];
  readonly outcomes: readonly OutcomeRow[];
  readonly facts: readonly FactRow[];
};

const columnsOf = (runs: readonly ComparedRun[]): readonly Column[] => {
  const all = runs.flatMap(({ record: { header, targets, footer }, behaviour }) =>
    targets.flatMap((target) => {
      const end = footer.targets.find((one) => one.target === target.target);
      return end === undefined
        ? []
        : [{ run: header.run, isDemo: header.demo, assay: header.assay, target, footer: end, behaviour: behaviour?.get(target.target) }];
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
      'The targets are judged by different contracts: what they do in the same situations is compared first, checks by what came of all their promises there, facts without regard to the operation.',
    );
  const digests = new Set(columns.flatMap(({ target }) => target.contractDigest ?? []));
  if (isShared && digests.size > 1) notes.push('The runs knew different versions of the contract: promises are compared by their ids.');
  const versions = new Set(columns.map(({ assay }) => assay));
  if (versions.size > 1)
    notes.push(
      `Different versions of assay judged (${[...versions].join(', ')}): one may ask what another did not, and judge it otherwise.`,
    );
  const demos = columns.filter(({ isDemo }) => isDemo).map(({ label }) => label);
  if (demos.length > 0) notes.push(`${demos.join(', ')}: a demo, embedded references were judged.`);
  const changed = columns.filter(({ behaviour }) => behaviour?.contract === 'changed').map(({ label }) => label);
  if (changed.length > 0)
    notes.push(
      `${changed.join(', ')}: the contract has changed since the run; the paging of lists and what could be asked are told by the present one.`,
    );
  for (const { label, footer } of columns) {
    if (footer.ended.kind === 'lost') notes.push(`${label}: assay lost this target, its result is incomplete: ${footer.ended.reason}`);
    if (footer.ended.kind === 'stopped') notes.push(`${label}: the run was stopped: ${footer.ended.message}`);
  }
  return notes;
};

/**
 * Lays the targets of one or several runs side by side. Rows with differences come first, then those of which only some columns tell, then
 * the rest in the order of the plan.
 */
export const compareRuns = (runs: readonly ComparedRun[]): Comparison => {
  const columns = columnsOf(runs);
  const isShared = new Set(columns.map(({ target }) => target.contract)).size === 1;
  return {
    columns,
    isShared,
    notes: notesOf(columns, isShared),
    behaviour: behaviourRows(columns),
    outcomes: outcomeRows(columns, isShared),
    facts: factRows(columns, isShared),
  };
};
