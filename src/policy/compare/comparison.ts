import type { RunRecord, TargetFooter, TargetRecord } from '../../model/record.ts';
import type { Outcome, Verdict } from '../../model/verdict.ts';
import type { BehaviourRow, TargetBehaviour } from './behaviour/behaviour-row.ts';
import { behaviourRows } from './behaviour/behaviour-rows.ts';
import { situations } from './behaviour/situations.ts';
import { unsurveyed } from './behaviour/why-unknown.ts';
import { type FactRow, factRows } from './fact-rows.ts';
import { type OutcomeRow, outcomeRows } from './outcome-rows.ts';

/** One target of one run. */
export type Column = {
  /** Unique among the columns. */
  readonly label: string;
  readonly run: string;
  /** Number of its run among those that are compared. */
  readonly ofRun: number;
  readonly isDemo: boolean;
  /** Version of assay that judged. */
  readonly assay: string;
  readonly target: TargetRecord;
  readonly footer: TargetFooter;
  /** What its exchanges show; undefined if they were not read. */
  readonly behaviour: TargetBehaviour | undefined;
};

/** A run with what its exchanges show, by target. */
export type ComparedRun = { readonly record: RunRecord; readonly behaviour?: ReadonlyMap<string, TargetBehaviour> };

/**
 * Whether the columns differ. `differs`: two of them show different results. `partly`: only some have a result, and those agree. `same`: all
 * have the same result. `open`: none has a result.
 */
export type RowState = 'differs' | 'partly' | 'same' | 'open';

/** What a cell rests on: a case with its requirement. */
export type CellCase = {
  readonly requirement: string;
  /** The requirement in one sentence. */
  readonly promise: string;
  /** Where the document states it: heading and lines. */
  readonly source: string;
  readonly level: string;
  readonly case: string;
  readonly check: string;
  readonly verdict: Verdict;
};

export type OutcomeCell = { readonly outcome: Outcome | 'absent'; readonly cases: readonly CellCase[] };

export type Comparison = {
  readonly columns: readonly Column[];
  /** Whether all columns are judged by one contract. Then requirements are compared, otherwise checks. */
  readonly isShared: boolean;
  /** What a reader has to know before reading the tables. */
  readonly notes: readonly string[];
  readonly behaviour: readonly BehaviourRow[];
  readonly outcomes: readonly OutcomeRow[];
  readonly facts: readonly FactRow[];
};

const columnsOf = (runs: readonly ComparedRun[]): readonly Column[] => {
  const all = runs.flatMap(({ record: { header, targets, footer }, behaviour }, ofRun) =>
    targets.flatMap((target) => {
      const end = footer.targets.find((one) => one.target === target.target);
      return end === undefined
        ? []
        : [
            {
              run: header.run,
              ofRun,
              isDemo: header.demo,
              assay: header.assay,
              target,
              footer: end,
              behaviour: behaviour?.get(target.target),
            },
          ];
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
      'The targets are judged by different contracts. Their behaviour in the same situations comes first; a check is compared by the outcome of all requirements that it judges at a target, a fact without its operation.',
    );
  const digests = new Set(columns.flatMap(({ target }) => target.contractDigest ?? []));
  if (isShared && digests.size > 1) notes.push('The runs used different versions of the contract: requirements are compared by their ids.');
  const versions = new Set(columns.map(({ assay }) => assay));
  if (versions.size > 1)
    notes.push(`Different versions of assay judged (${[...versions].join(', ')}): they may send different requests and judge differently.`);
  const demos = columns.filter(({ isDemo }) => isDemo).map(({ label }) => label);
  if (demos.length > 0) notes.push(`${demos.join(', ')}: a demo that judged embedded references.`);
  const changed = columns.filter(({ behaviour }) => behaviour?.contract === 'changed').map(({ label }) => label);
  if (changed.length > 0)
    notes.push(
      `${changed.join(', ')}: the contract has changed since the run; the present version says how lists are paged and what could be asked.`,
    );
  const unasked = columns.flatMap(({ label, behaviour }) => {
    const count = [...(behaviour?.cells.values() ?? [])].filter(({ why }) => why === unsurveyed).length;
    return count === 0 ? [] : [`${label} in ${count} situation${count === 1 ? '' : 's'}`];
  });
  if (unasked.length > 0) notes.push(`Not asked: ${unasked.join(', ')}. A run with --profile comparison asks there too.`);
  for (const { label, footer } of columns) {
    if (footer.ended.kind === 'lost') notes.push(`${label}: assay lost this target, so its result is incomplete: ${footer.ended.reason}`);
    if (footer.ended.kind === 'stopped') notes.push(`${label}: the run was stopped: ${footer.ended.message}`);
  }
  return notes;
};

/**
 * Compares the targets of one or several runs. Rows with differences come first, then those for which only some columns have a result,
 * then the rest in the order of the plan.
 */
export const compareRuns = (runs: readonly ComparedRun[]): Comparison => {
  const columns = columnsOf(runs);
  const behaviour = behaviourRows(columns);
  // What a survey saw is shown there.
  const seen = new Set(behaviour.flatMap(({ id }) => situations[id]?.survey ?? []));
  const isShared = new Set(columns.map(({ target }) => target.contract)).size === 1;
  return {
    columns,
    isShared,
    notes: notesOf(columns, isShared),
    behaviour,
    outcomes: outcomeRows(columns, isShared, seen),
    facts: factRows(columns, isShared, seen),
  };
};
