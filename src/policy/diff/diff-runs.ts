import type { ExitCode, RunRecord } from '../../model/record.ts';
import { isJudgedMust, joinExitCodes } from '../exit-code.ts';
import { judgedRequirements } from '../judged-requirements.ts';
import { type CaseChange, caseChanges, type Side } from './case-changes.ts';
import { type FactChanges, factChanges } from './fact-drift.ts';
import { type ShapeDrift, shapeDrift } from './shape-drift.ts';
import type { Shapes } from './shapes.ts';

/** A run to compare: its record, and the shapes of its stored exchanges by target. */
export type RunSide = { readonly record: RunRecord; readonly shapes: ReadonlyMap<string, Shapes> };

/** What changed at one target. */
export type TargetDiff = {
  readonly target: string;
  readonly contract: string;
  readonly exitCode: ExitCode;
  /** Why it cannot be compared; the rest is empty then. */
  readonly incomparable?: string;
  /** What else a reader has to know: another digest of the contract, a run that was cut short. */
  readonly notes: readonly string[];
  readonly changes: readonly CaseChange[];
  readonly facts: FactChanges;
  /** Undefined if one of the runs has no stored exchanges of the target. */
  readonly shapes?: readonly ShapeDrift[];
};

export type RunDiff = {
  readonly old: string;
  readonly new: string;
  readonly exitCode: ExitCode;
  readonly targets: readonly TargetDiff[];
};

const sideOf = ({ targets, footer }: RunRecord, name: string): Side | undefined => {
  const target = targets.find((one) => one.target === name);
  const end = footer.targets.find((one) => one.target === name);
  return target && end ? { target, footer: end } : undefined;
};

const judgedMusts = ({ target, footer }: Side): ReadonlySet<string> =>
  new Set(
    judgedRequirements(target, footer.ended)
      .filter(isJudgedMust)
      .map(({ requirement }) => requirement),
  );

const endText = (which: string, { footer: { ended } }: Side): readonly string[] => {
  if (ended.kind === 'complete') return [];
  return [
    `The ${which} run did not finish (${ended.kind === 'lost' ? ended.reason : ended.message}): what it did not judge is shown as not judged.`,
  ];
};

const incomparable = (old: Side, fresh: Side): string | undefined => {
  if (old.target.contract !== fresh.target.contract)
    return `the older run used the contract "${old.target.contract}", the newer one "${fresh.target.contract}"`;
  const [before, after] = [judgedMusts(old), judgedMusts(fresh)];
  if (before.size === 0) return 'the older run judged no must';
  if (after.size === 0) return 'the newer run judged no must';
  return [...before].some((id) => after.has(id)) ? undefined : 'no must was judged by both runs';
};

/** Versions of assay that judged, the older run's first. */
type Versions = readonly [before: string, after: string];

const nothing: FactChanges = { drift: [], appeared: [], gone: [] };

const notesOf = (old: Side, fresh: Side, [was, is]: Versions): readonly string[] => {
  const [before, after] = [old.target.contractDigest, fresh.target.contractDigest];
  const digest =
    before !== undefined && after !== undefined && before !== after
      ? ['The contract has changed: requirements and cases with the same id are compared.']
      : [];
  const url =
    old.target.baseUrl === fresh.target.baseUrl ? [] : [`The base URL was ${old.target.baseUrl} and is now ${fresh.target.baseUrl}.`];
  const version = was === is ? [] : [`assay ${was} judged before, assay ${is} now: a check may send or judge something else than before.`];
  return [...digest, ...version, ...url, ...endText('older', old), ...endText('newer', fresh)];
};

const diffTarget = (old: Side, fresh: Side, shapes: readonly [Shapes | undefined, Shapes | undefined], versions: Versions): TargetDiff => {
  const base = { target: fresh.target.target, contract: fresh.target.contract, notes: notesOf(old, fresh, versions) };
  const why = incomparable(old, fresh);
  if (why !== undefined) return { ...base, exitCode: 3, incomparable: why, changes: [], facts: nothing };
  const changes = caseChanges(old, fresh);
  const isWorse = changes.some(({ kind, known }) => kind === 'regression' && known === undefined);
  const [before, after] = shapes;
  return {
    ...base,
    exitCode: isWorse ? 1 : 0,
    changes,
    facts: factChanges(old.target, fresh.target),
    ...(before === undefined || after === undefined ? {} : { shapes: shapeDrift(before, after) }),
  };
};

const namesIn = ({ targets }: RunRecord): readonly string[] => targets.map(({ target }) => target);

/** Targets to compare, by their names in both runs: those with the same name, or else the only target of each run. */
const pairs = (old: RunRecord, fresh: RunRecord, only: string | undefined): readonly (readonly [string, string])[] => {
  const [before, after] = [namesIn(old), namesIn(fresh)];
  if (only !== undefined) return before.includes(only) && after.includes(only) ? [[only, only]] : [];
  const same = after.filter((name) => before.includes(name)).map((name) => [name, name] as const);
  const [oldName, newName] = [before[0], after[0]];
  const areSingle = before.length === 1 && after.length === 1;
  return same.length === 0 && areSingle && oldName !== undefined && newName !== undefined ? [[oldName, newName]] : same;
};

/**
 * What changed between two runs. Targets are matched by name; if each run has only one target, these two are matched whatever their names.
 * @param only Name of the one target to compare; absent: all targets that both runs have.
 */
export const diffRuns = (old: RunSide, fresh: RunSide, only?: string): RunDiff => {
  const versions: Versions = [old.record.header.assay, fresh.record.header.assay];
  const targets = pairs(old.record, fresh.record, only).flatMap(([before, after]) => {
    const [was, is] = [sideOf(old.record, before), sideOf(fresh.record, after)];
    return was && is ? [diffTarget(was, is, [old.shapes.get(before), fresh.shapes.get(after)], versions)] : [];
  });
  return {
    old: old.record.header.run,
    new: fresh.record.header.run,
    exitCode: joinExitCodes(targets.map((one) => one.exitCode)),
    targets,
  };
};
