import type { Case } from '../../../model/case.ts';
import type { CreatedEvent } from '../../../model/event.ts';
import type { BegunRecord, RecordEntry, RecordedVerdict, TargetFooter } from '../../../model/record.ts';
import { gatherTargets } from '../../../model/record-targets.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { mayBeThere } from '../../../exchange/read-created.ts';
import type { CreatedLine } from '../../../exchange/created-ledger.ts';

/** What a run takes over of an interrupted one for one target. */
export type CarriedTarget = {
  /** Lines for the new record, in their order: verdicts that stand, with their facts, and what was created and removed. */
  readonly entries: readonly RecordEntry[];
  /** Verdicts that stand, by case. */
  readonly kept: ReadonlyMap<string, Verdict>;
  /** Failures of cases that only watch: they are concluded again, and a failure that was told stays one. */
  readonly failed: ReadonlyMap<string, Verdict>;
  /** What was created, as the run told it. */
  readonly created: readonly CreatedEvent[];
  /** Its footer, where it was judged to its end. */
  readonly complete?: TargetFooter;
  /** How long it took so far, where that is known. */
  readonly seconds: number;
};

/** Skips that a second attempt would only repeat. */
const lasting = new Set(['not-applicable', 'missing-prerequisite', 'not-allowed', 'not-selected', 'unsupported']);

/**
 * Whether a verdict of an interrupted run stands. A failure always does, because it was told. Nothing else that was given while the run stopped does, because
 * parts of it may be missing; and what was not decided is tried again.
 */
const stands = (planned: Case, verdict: RecordedVerdict, isCut: boolean): boolean => {
  if (planned.skip !== undefined) return true;
  // Cases that watch judge the whole run, which has not ended.
  if (planned.kind === 'watch') return false;
  if (verdict.kind === 'fail') return true;
  if (isCut) return false;
  return verdict.kind === 'pass' || verdict.kind === 'observed' || (verdict.kind === 'skipped' && lasting.has(verdict.because));
};

/** Creations that the ledger has and the record has not: the run was killed before it heard of their answers. */
const unheard = (target: string, entries: readonly RecordEntry[], ledger: readonly CreatedLine[]): readonly RecordEntry[] => {
  const known = new Set(entries.flatMap((one) => (one.type === 'created' && one.entry !== undefined ? [one.entry] : [])));
  return ledger
    .filter((line) => line.target === target && mayBeThere(line) && !known.has(line.entry))
    .map(({ collection, operation, label, entry, id }): RecordEntry => ({
      type: 'created',
      target,
      collection: collection ?? operation,
      label,
      entry,
      operation,
      ...(id === undefined ? { unknown: 'the run was ended before it had the answer' } : { id }),
    }));
};

const createdEvents = (entries: readonly RecordEntry[], ledger: readonly CreatedLine[]): readonly CreatedEvent[] => {
  const states = new Map(ledger.map(({ entry, state }) => [entry, state]));
  return entries.flatMap((one) => {
    if (one.type !== 'created') return [];
    const { target: _target, ...created } = one;
    const state = states.get(created.entry ?? '');
    return [{ ...created, isSure: state === undefined || state === 'created' || state === 'removed' }];
  });
};

/**
 * What of an interrupted run stands for one target.
 * @param cases The cases of its plan, which is the same again.
 * @param ledger The creations of the run.
 */
export const carriedFor = (
  target: string,
  cases: readonly Case[],
  { header, entries, footer }: BegunRecord,
  ledger: readonly CreatedLine[],
): CarriedTarget => {
  const own = entries.filter((one) => one.target === target);
  const ended = footer?.targets.find((one) => one.target === target);
  const planned = new Map(cases.map((one) => [one.id, one]));
  const isWhole = ended?.ended.kind === 'complete' && cases.every(({ id }) => own.some((one) => one.type === 'verdict' && one.id === id));
  const standing = new Set(
    own.flatMap((one) => {
      const judged = one.type === 'verdict' ? planned.get(one.id) : undefined;
      if (one.type !== 'verdict' || judged === undefined) return [];
      return isWhole || stands(judged, one.verdict, one.cut === true) ? [one.id] : [];
    }),
  );
  const gathered = gatherTargets(header.targets);
  for (const one of own) gathered.add(one);
  const results = gathered.targets().find((one) => one.target === target)?.results ?? new Map<string, { readonly verdict: Verdict }>();
  const kept = new Map<string, Verdict>();
  const failed = new Map<string, Verdict>();
  for (const [id, { verdict }] of results) {
    if (standing.has(id)) kept.set(id, verdict);
    else if (verdict.kind === 'fail' && planned.has(id)) failed.set(id, verdict);
  }
  const carried = own.filter((one) => {
    if (one.type === 'verdict' || one.type === 'fact') return standing.has(one.id);
    return one.type === 'created' || one.type === 'removed' || (one.type === 'preflight' && isWhole);
  });
  const all = [...carried, ...(isWhole ? [] : unheard(target, own, ledger))];
  return {
    entries: all,
    kept,
    failed,
    created: createdEvents(all, ledger),
    ...(isWhole && ended !== undefined ? { complete: ended } : {}),
    seconds: ended?.seconds ?? 0,
  };
};

/** The cases of a plan that are judged again. */
export const openCases = (cases: readonly Case[], before: CarriedTarget | undefined): readonly Case[] =>
  before === undefined ? cases : cases.filter(({ id }) => !before.kept.has(id));
