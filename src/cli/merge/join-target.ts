import { UsageError } from '../../config/usage-error.ts';
import type { Contract } from '../../contract/model.ts';
import type { Case } from '../../model/case.ts';
import type { PreflightResult } from '../../model/event.ts';
import type { ChangeRow, RecordedTarget, TargetEnd, TargetFooter, TargetRecord } from '../../model/record.ts';
import type { ShardedTarget } from '../../model/shard.ts';
import type { Target } from '../../model/target.ts';
import { planDigest } from '../../plan/plan-digest.ts';
import { recordedContract } from '../../policy/recorded-contract.ts';
import { createCoverage } from '../../runner/engine/coverage.ts';
import type { CaseResult } from '../../model/record.ts';
import type { TargetTotals } from '../../policy/target-footer.ts';
import { joinedResult } from './join-cases.ts';

/** A target in the record of one part. */
export type TargetPart = { readonly index: number; readonly record: TargetRecord; readonly footer: TargetFooter };

/** A target of a merged run. */
export type JoinedTarget = {
  readonly announced: RecordedTarget;
  readonly requirements: TargetRecord['requirements'];
  /** In the order of the plan. */
  readonly cases: readonly Case[];
  readonly results: ReadonlyMap<string, CaseResult>;
  readonly preflight: PreflightResult | undefined;
  readonly totals: Omit<TargetTotals, 'today' | 'isPart'>;
};

/** The cases of all parts, each once, in the order of the plan. */
const casesOf = (parts: readonly TargetPart[]): readonly Case[] => {
  const numbered = parts.flatMap(({ record }) => record.cases.map((one, n) => [record.torn?.numbers.get(one.id) ?? n, one] as const));
  return [...new Map(numbered.toSorted(([a], [b]) => a - b)).values()];
};

/**
 * The contract by which a target was judged: what several parts found for one case can only be joined by it.
 * @throws {UsageError} where it is not there any more.
 */
const contractOf = async ({ record }: TargetPart): Promise<Contract> => {
  const here = await recordedContract(record);
  // References to hosts that the parts were allowed to ask are fetched only where nothing else helps.
  const { contract, is } = here.is === 'same' ? here : await recordedContract(record, { mayFetch: true });
  if (is === 'same') return contract;
  const path = record.settings?.contract ?? record.contract;
  throw new UsageError(
    `Cannot merge target "${record.target}": several parts judged it, and their verdicts are joined by its document "${path}", which ${is === 'gone' ? 'is not there' : 'has changed since'}; merge where the document is as it was`,
  );
};

const endOf = (parts: readonly TargetPart[], missing: readonly number[], of: number): TargetEnd => {
  const ends = parts.map(({ footer }) => footer.ended);
  const open = ends.find(({ kind }) => kind === 'lost') ?? ends.find(({ kind }) => kind === 'stopped');
  if (open !== undefined) return open;
  if (missing.length === 0) return { kind: 'complete' };
  const which = missing.length === 1 ? `shard ${missing[0]} of ${of} is` : `shards ${missing.join(', ')} of ${of} are`;
  return { kind: 'stopped', reason: 'interrupted', message: `${which} missing, so that not everything was judged` };
};

const preflightOf = (parts: readonly TargetPart[]): PreflightResult | undefined => {
  const results = parts.flatMap(({ record }) => (record.preflight === undefined ? [] : [record.preflight]));
  const stopped = results.find(({ kind }) => kind === 'stopped');
  const ready = results.filter((one) => one.kind === 'ready');
  if (stopped !== undefined || ready.length === 0) return stopped;
  return {
    kind: 'ready',
    answersEverything: ready.some(({ answersEverything }) => answersEverything),
    ...(ready.some(({ noReadSucceeds }) => noReadSucceeds === true) ? { noReadSucceeds: true } : {}),
    notes: [...new Set(ready.flatMap(({ notes }) => notes))],
  };
};

/** Resources that one row names at most, as in the record of a part. */
const mostNamed = 20;

const changesOf = (parts: readonly TargetPart[]): readonly ChangeRow[] => {
  const rows = new Map<string, ChangeRow>();
  for (const row of parts.flatMap(({ footer }) => footer.changes ?? [])) {
    const key = `${row.kind} ${row.operation}`;
    const known = rows.get(key);
    const stays = row.stays === undefined && known?.stays === undefined ? {} : { stays: (row.stays ?? 0) + (known?.stays ?? 0) };
    rows.set(key, {
      ...row,
      count: row.count + (known?.count ?? 0),
      perhaps: row.perhaps + (known?.perhaps ?? 0),
      ...stays,
      things: [...new Set([...(known?.things ?? []), ...row.things])].slice(0, mostNamed),
    });
  }
  return [...rows.values()];
};

const coverageOf = (
  parts: readonly TargetPart[],
  {
    contract,
    target,
    cases,
    results,
    ended,
  }: {
    readonly contract: Contract;
    readonly target: Target;
    readonly cases: readonly Case[];
    readonly results: ReadonlyMap<string, CaseResult>;
    readonly ended: TargetEnd;
  },
): TargetFooter['coverage'] => {
  const seen = parts.flatMap(({ record }) => record.torn?.seen ?? []);
  if (seen.length < parts.length) return undefined;
  const { notSelected, spared } = seen[0] ?? {};
  const coverage = createCoverage(contract, target, {
    cases,
    ...(notSelected === undefined ? {} : { notSelected }),
    ...(spared === undefined ? {} : { spared }),
  });
  for (const one of seen) coverage.absorb(one);
  for (const planned of cases) {
    for (const { record } of parts) coverage.absorbJudged(planned.id, record.torn?.shared.get(planned.id)?.operations ?? []);
    const verdict = results.get(planned.id)?.verdict;
    if (verdict !== undefined) coverage.gave(planned, verdict);
  }
  return coverage.conclude(ended.kind === 'stopped' ? { reason: ended.reason, message: ended.message } : undefined);
};

/** @throws {UsageError} where the cases are not those of the plan. */
const refuseOtherCases = ({ record }: TargetPart, sharded: ShardedTarget, seed: number, cases: readonly Case[]): void => {
  if (planDigest(record.contractDigest ?? '', sharded.target, seed, cases) !== sharded.planDigest)
    throw new UsageError(`Cannot merge target "${sharded.target}": its cases in the parts are not those of its plan`);
};

/** A target of which every part is missing: nothing is known of it but its name. */
const unknownTarget = ({ target, contract, baseUrl, planDigest: digest }: ShardedTarget, ended: TargetEnd): JoinedTarget => ({
  announced: { target, contract, baseUrl, planDigest: digest, undecided: [] },
  requirements: new Map(),
  cases: [],
  results: new Map(),
  preflight: undefined,
  totals: { ended, requests: 0, created: 0, seconds: 0 },
});

/** The list of known failures that a run was given, without their states. */
const knownOf = ({ knownFailures }: TargetFooter): Pick<TargetTotals, 'known'> =>
  knownFailures === undefined ? {} : { known: knownFailures.map(({ state: _state, told: _told, excuses: _excuses, ...listed }) => listed) };

/**
 * Joins what the parts of a split run found at one target.
 * @param sharded The target as the parts name it.
 * @param run The seed, the number of parts, the numbers of those that are missing, and whether they ran one after another.
 * @throws {UsageError} where the cases are not those of the plan, or the document by which verdicts are joined is not there.
 */
export const joinTarget = async (
  sharded: ShardedTarget,
  parts: readonly TargetPart[],
  run: { readonly seed: number; readonly of: number; readonly missing: readonly number[]; readonly inTurn: boolean },
): Promise<JoinedTarget> => {
  const missing = sharded.parts.filter((index) => run.missing.includes(index));
  const ended = endOf(parts, missing, run.of);
  const [first] = parts;
  if (first === undefined) return unknownTarget(sharded, ended);
  const cases = casesOf(parts);
  if (missing.length === 0) refuseOtherCases(first, sharded, run.seed, cases);
  const requirements = new Map(parts.flatMap((part) => [...part.record.requirements]));
  const { record, footer } = first;
  const { requirements: _own, cases: _c, results, preflight, created: _l, torn, ...announced } = record;
  if (torn === undefined) {
    if (sharded.parts.length > 1)
      throw new UsageError(`Cannot merge target "${sharded.target}": the record of a part does not say what it shares with the others`);
    const { target: _name, counts: _counts, knownFailures: _known, exitCode: _code, ...totals } = footer;
    return { announced, requirements, cases, results, preflight, totals: { ...totals, ...knownOf(footer) } };
  }
  const contract = await contractOf(first);
  if (record.settings === undefined) throw new UsageError(`Cannot merge target "${sharded.target}": its record has no settings`);
  const target: Target = { name: record.target, baseUrl: record.baseUrl, ...record.settings };
  const records = parts.map((part) => part.record);
  const joined = new Map(
    cases.flatMap((planned) => {
      const result = joinedResult(planned, records, { contract, target }, missing.length === 0);
      return result === undefined ? [] : [[planned.id, result] as const];
    }),
  );
  const footers = parts.map((part) => part.footer);
  const sum = (of: (one: TargetFooter) => number): number => footers.reduce((total, one) => total + of(one), 0);
  const coverage = coverageOf(parts, { contract, target, cases, results: joined, ended });
  const changes = changesOf(parts);
  return {
    announced,
    requirements,
    cases,
    results: joined,
    preflight: preflightOf(parts),
    totals: {
      ended,
      requests: sum(({ requests }) => requests),
      created: sum(({ created }) => created),
      ...(changes.length === 0 ? {} : { changes }),
      seconds: run.inTurn ? sum(({ seconds }) => seconds) : Math.max(...footers.map(({ seconds }) => seconds)),
      ...(coverage === undefined ? {} : { coverage }),
      ...knownOf(footer),
    },
  };
};
