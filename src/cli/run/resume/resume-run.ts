import { type GivenOptions } from '../../../config/given.ts';
import { gateConfigOf } from '../../../config/gate-config.ts';
import { loadConfig, targetNames } from '../../../config/load-targets.ts';
import type { RunOptionName } from '../../../config/options.ts';
import { type Notify, notifyOf } from '../../../config/notify-config.ts';
import { realOutside } from '../../../config/outside.ts';
import type { ResolvedTarget } from '../../../config/resolve-target.ts';
import type { RunSettings } from '../../../config/run-settings.ts';
import { UsageError } from '../../../config/usage-error.ts';
import { shippedContracts } from '../../../contract/load.ts';
import { damageIn } from '../../../model/exchange-reader.ts';
import { ledgerOf } from '../../cleanup/ledger-of.ts';
import type { RecordHeader, ResumedRun } from '../../../model/record.ts';
import type { Io } from '../../io.ts';
import { resolveRecordedTarget } from '../../recorded-target.ts';
import { displayPathOf } from '../../report/open-run.ts';
import { packageVersion } from '../../version.ts';
import { announced } from '../record-run.ts';
import { prepareRun, type PreparedRun } from '../prepare.ts';
import { type CarriedTarget, carriedFor } from './carried.ts';
import { findInterrupted } from './find-interrupted.ts';
import { refuseOtherRun } from './same-run.ts';

/** What a resumed run takes over. */
export type Carried = {
  readonly from: ResumedRun;
  /** Folder of the interrupted run, absolute. */
  readonly directory: string;
  /** Octets of its record when that was read. */
  readonly size: number;
  readonly targets: ReadonlyMap<string, CarriedTarget>;
};

/** Options that say what a run judges: those of the interrupted one hold. */
const fixed = ['only', 'skip', 'seed', 'nonce', 'profile', 'shard', 'dryRun'] as const satisfies readonly RunOptionName[];

const textsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);

/** The settings of the resumed run: what it judges as it was, limits and outputs as they are given now. */
const settingsAgain = (settings: RunSettings, { options, seed }: RecordHeader): RunSettings => {
  const size = options['size'];
  // What the interrupted run made up may still be there, so the names of this one have a word of their own.
  const { size: _size, survey: _survey, nonce: _nonce, ...others } = settings;
  return {
    ...others,
    seed,
    selection: { only: textsIn(options['only']), skip: textsIn(options['skip']) },
    ...(typeof size === 'number' ? { size } : {}),
  };
};

/**
 * Cases that watch are judged over the answers of both parts, so that these have to be as they came.
 * @throws {UsageError} naming the file and the lines.
 */
const refuseAltered = (directory: string): void => {
  for (const { file, altered } of damageIn(directory)) {
    throw new UsageError(
      `Cannot resume "${displayPathOf(directory)}": ${file} was altered after it was written (line ${altered.join(', ')}), and the rest is judged over its answers too; make a new run`,
    );
  }
};

/**
 * Prepares the rest of an interrupted run: the same targets with the same plans, and what stands of their verdicts. Sends and writes nothing.
 * @param run The run, as the user named it.
 * @throws {UsageError} or {ContractError} if the run cannot be found or read, is complete, or is not the same any more.
 */
export const prepareResumed = async (
  run: string,
  names: readonly string[],
  { settings, given }: { readonly settings: RunSettings; readonly given: GivenOptions },
  io: Io,
): Promise<{ readonly prepared: PreparedRun; readonly carried: Carried; readonly notify: Notify | undefined }> => {
  const other = fixed.map((name) => given.flags.get(name)).find((option) => option !== undefined);
  if (other) throw new UsageError(`Cannot use ${other.from} with --resume: the interrupted run says what is judged`);
  if (names.length > 0) throw new UsageError('Cannot use --resume with a TARGET: the run names the targets that it judges');
  const { directory, size, record } = findInterrupted(run, io.cwd);
  const { header } = record;
  if (header.shard !== undefined)
    throw new UsageError(
      `Cannot resume ${header.run}: it is part ${header.shard.index} of ${header.shard.of} of a split run; run that part again with --shard ${header.shard.index}/${header.shard.of}`,
    );
  const [shipped, outside] = [shippedContracts(), realOutside(io.cwd, io.env)];
  const resolved: ResolvedTarget[] = [];
  for (const target of header.targets)
    resolved.push(await resolveRecordedTarget({ target, run: header.run, doing: 'resume', withLists: true, given, shipped, outside }));
  const [config] = given.of('config')?.values ?? header.targets.flatMap(({ sources }) => sources?.config ?? []);
  const document = config === undefined ? undefined : await loadConfig(config, shipped, outside, true);
  const rules = { gate: gateConfigOf(document), names: [...targetNames(document), ...header.targets.map(({ target }) => target)] };
  const prepared = await prepareRun(resolved, settingsAgain(settings, header), given, rules);
  refuseOtherRun(header, packageVersion(), prepared.targets.map(announced));
  refuseAltered(directory);
  const ledger = ledgerOf(directory, 'resume');
  const targets = new Map(
    prepared.targets.map(({ target: { name }, plan }) => [name, carriedFor(name, plan.cases, record, ledger)] as const),
  );
  const kept = [...targets.values()].reduce((sum, one) => sum + one.kept.size, 0);
  return {
    prepared,
    carried: { from: { run: header.run, kept, startedAt: header.resumes?.startedAt ?? header.startedAt }, directory, size, targets },
    notify: await notifyOf(document, outside),
  };
};
