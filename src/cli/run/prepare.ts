import { randomBytes, randomInt } from 'node:crypto';
import { checks } from '../../checks/index.ts';
import { checkAgainstContract } from '../../config/check-against-contract.ts';
import type { GivenOptions } from '../../config/given.ts';
import { suggestion } from '../../config/nearest.ts';
import type { ResolvedTarget } from '../../config/resolve-target.ts';
import type { RunSettings } from '../../config/run-settings.ts';
import { UsageError } from '../../config/usage-error.ts';
import { fetchedOptionsOf, loadOptionsOf } from '../../contract/load.ts';
import type { Contract } from '../../contract/model.ts';
import type { Plan } from '../../model/case.ts';
import type { ListedFailure } from '../../model/known-failure.ts';
import type { RecordedSources } from '../../model/record.ts';
import type { Shard, ShardHead } from '../../model/shard.ts';
import type { Secrets, Target } from '../../model/target.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { partOfPlan } from '../../plan/part-of-plan.ts';
import { derivedSeed } from '../../plan/plan-digest.ts';
import { knownNames, matchesAny } from '../../plan/selection.ts';
import { defaultReports, type ReportName } from '../../model/report-names.ts';
import { contractFacts } from '../contract-facts.ts';
import { loadJudgeable } from '../load-judgeable.ts';
import { reportList } from '../report/report-list.ts';
import { knownHere, type ListRules } from './known-here.ts';
import { shardOf } from './shard-of.ts';

/** One target with everything that is known about it before the first request. */
export type PreparedTarget = {
  readonly target: Target;
  readonly secrets: Secrets;
  /** Sources of the secrets. */
  readonly sources?: RecordedSources;
  readonly contract: Contract;
  readonly plan: Plan;
  readonly knownFailures?: readonly ListedFailure[];
  /** The text of its document, where that was fetched. */
  readonly document?: string;
  /** The plan is only a part of what the settings select. */
  readonly isPart?: true;
  /** Other parts of a split run judge the same target. */
  readonly torn?: TornPlan;
  /** How many parts of a split run use its quota at the same time; absent: only this run. */
  readonly sharedBy?: number;
};

/** The plan of a target that several parts of a split run judge. */
export type TornPlan = {
  readonly shard: Shard;
  readonly whole: Plan;
  /** How many parts judge the target. */
  readonly into: number;
  /** Of the cases that this part tries at some of their places only, the numbers of these places, from 0. */
  readonly places: ReadonlyMap<string, readonly number[]>;
};

/** A run whose every part is valid. */
export type PreparedRun = {
  readonly targets: readonly PreparedTarget[];
  readonly settings: RunSettings;
  readonly seed: number;
  readonly nonce: string;
  readonly reports: readonly ReportName[];
  /** The part of a split run that this one is. */
  readonly shard?: ShardHead;
};

/** Refuses entries of `--only` and `--skip` that match nothing: a typing error would silently change what the run judges. */
const refuseUnknownEntries = ({ selection }: RunSettings, given: GivenOptions, contracts: readonly Contract[]): void => {
  const names = [...new Set(contracts.flatMap((contract) => knownNames(contract, checks)))];
  for (const option of ['only', 'skip'] as const) {
    const unknown = selection[option].find((entry) => !matchesAny(entry, names));
    if (unknown === undefined) continue;
    const near = suggestion(unknown, names);
    const hint = near.startsWith(', did') ? near : '; see assay list checks, list requirements and list operations';
    throw new UsageError(
      `Cannot use ${given.of(option)?.from ?? option}: there is no check, requirement, area, operation or tag "${unknown}"${hint}`,
    );
  }
};

const sizeOf = ({ size }: RunSettings): { size?: number } => (size === undefined ? {} : { size });

/** The targets as the profile of the run wants them. */
const asProfiled = (resolved: readonly ResolvedTarget[], { survey }: RunSettings): readonly ResolvedTarget[] =>
  survey === undefined ? resolved : resolved.map((each) => ({ ...each, target: { ...each.target, survey } }));

/** Targets with the same document, overlays and references share a contract. */
const contractKey = (target: Target): string => JSON.stringify([target.contract, loadOptionsOf(target)]);

/** What was seen of another contract says nothing, and one file is about one target. */
const refuseOtherObserved = (planned: readonly PreparedTarget[], { saveObserved }: RunSettings, given: GivenOptions): void => {
  if (saveObserved !== undefined && planned.length > 1)
    throw new UsageError(
      `Cannot use ${given.of('saveObserved')?.from ?? 'saveObserved'}: the run has ${planned.length} targets, name one of them`,
    );
  for (const { target, contract } of planned) {
    if (target.observed === undefined || target.observed.contract === contract.name) continue;
    throw new UsageError(
      `Cannot use "observed" of target "${target.name}": the file is about the contract "${target.observed.contract}", the target is judged by "${contract.name}"`,
    );
  }
};

/** Chooses the cases of a target to judge, by its plan; undefined for all. */
export type PartOf = (plan: Plan) => ReadonlySet<string> | undefined;

const noLists: ListRules = { gate: {}, names: [] };

/**
 * Loads the contracts, checks the targets against them and makes the plans. Sends and writes nothing.
 * @param rules The rules of the config for lists of known failures.
 * @param partOf Leaves cases out.
 * @throws {UsageError} or {ContractError} if a target, an option or a contract cannot be used.
 */
export const prepareRun = async (
  configured: readonly ResolvedTarget[],
  settings: RunSettings,
  given: GivenOptions,
  rules: ListRules = noLists,
  partOf: PartOf = () => undefined,
): Promise<PreparedRun> => {
  const reports = settings.reports === undefined ? defaultReports : reportList(settings.reports);
  const resolved = asProfiled(configured, settings);
  const contracts = new Map<string, Contract>();
  for (const { target, secrets, document } of resolved) {
    const key = contractKey(target);
    if (!contracts.has(key)) contracts.set(key, await loadJudgeable(target.contract, fetchedOptionsOf(target, secrets, document)));
  }
  refuseUnknownEntries(settings, given, [...contracts.values()]);
  const seed = settings.seed ?? (settings.shards === undefined ? randomInt(0x8000_0000) : seedOfSplit(resolved, settings, contracts));
  const planned = resolved.flatMap((each): PreparedTarget[] => {
    const contract = contracts.get(contractKey(each.target));
    if (contract === undefined) return [];
    const { target, secrets, sources } = checkAgainstContract(each, contractFacts(contract));
    return [
      {
        target,
        secrets,
        ...(sources === undefined ? {} : { sources }),
        ...(each.document === undefined ? {} : { document: each.document }),
        contract,
        plan: makePlan({ contract, target, checks, selection: settings.selection, seed, ...sizeOf(settings) }),
      },
    ];
  });
  refuseOtherObserved(planned, settings, given);
  const known = knownHere(resolved, planned, rules);
  const targets = planned.map((each): PreparedTarget => {
    const knownFailures = known.get(each.target.name);
    const part = partOf(each.plan);
    return {
      ...each,
      ...(knownFailures === undefined ? {} : { knownFailures }),
      ...(part === undefined ? {} : { plan: partOfPlan(each.plan, part), isPart: true }),
    };
  });
  const nonce = settings.nonce ?? randomBytes(4).toString('hex');
  const { shard } = settings;
  return shard === undefined ? { targets, settings, seed, nonce, reports } : shardOf({ targets, settings, seed, nonce, reports }, shard);
};

/** Every part of a split run needs the same seed, and none can ask the others. */
const seedOfSplit = (
  resolved: readonly ResolvedTarget[],
  { selection, size }: RunSettings,
  contracts: ReadonlyMap<string, Contract>,
): number =>
  derivedSeed([resolved.map(({ target }) => [target.name, contracts.get(contractKey(target))?.digest]), selection, size ?? null]);
