import { printable } from '../../report/foreign-text.ts';
import { gatherOptions, type Flags, type GivenOptions } from '../../config/given.ts';
import { loadGated } from '../../config/load-targets.ts';
import { realOutside } from '../../config/outside.ts';
import { mostShards, type RunSettings, runSettingsOf } from '../../config/run-settings.ts';
import { UsageError } from '../../config/usage-error.ts';
import { shippedContracts } from '../../contract/load.ts';
import type { Io } from '../io.ts';
import { sayFetched } from '../say-reading.ts';
import { printProblems } from '../lint/print-problems.ts';
import { announcedRun } from './announce.ts';
import { dryRunDocument, dryRunText } from './dry-run.ts';
import { timesOf } from '../replay/times.ts';
import { prepareRun } from './prepare.ts';
import { resumedWords } from './resume/resumed-words.ts';

/** `assay run --resume RUN`: the rest of an interrupted run. */
const resume = async (
  run: string,
  names: readonly string[],
  around: { readonly settings: RunSettings; readonly given: GivenOptions },
  io: Io,
): Promise<number> => {
  const { prepareResumed } = await import('./resume/resume-run.ts');
  const { prepared, carried, notify } = await prepareResumed(run, names, around, io);
  if (!around.settings.quiet) io.stderr.write(`${resumedWords(prepared, carried)}\n`);
  const { executeRun } = await import('./execute.ts');
  return executeRun(announcedRun(prepared), io, { isDemo: false, carried, notify });
};

/** Options of `assay run` that have no variable, because they would change every run of an environment. */
export type RunFlags = Flags & { readonly repeat?: string };

/** Options of `assay plan` that `assay run` does not have. */
export type PlanFlags = Flags & { readonly shards?: string };

/**
 * `assay run`: everything is checked before the first request is sent and the first byte is written.
 * @throws {UsageError} or {ContractError} if a target, an option or a contract cannot be used.
 */
export const run = async (names: readonly string[], { repeat, ...flags }: RunFlags, io: Io): Promise<number> => {
  const given = gatherOptions(flags, io.env);
  const settings = runSettingsOf(given);
  const interrupted = given.of('resume');
  const times = timesOf(repeat);
  if (times !== undefined) {
    const other = repeatRefuses.find((name) => (given.of(name)?.values.length ?? 0) > 0);
    if (other !== undefined) throw new UsageError(`Cannot use --repeat with ${given.of(other)?.from ?? other}: remove one of them`);
    return runWith(names, given, settings, io, times);
  }
  if (interrupted) return resume(interrupted.values[0] ?? '', names, { settings, given }, io);
  return runWith(names, given, settings, io);
};

/**
 * `assay plan`: `assay run --dry-run`, and for a number of parts what each of them would do.
 * @throws as {@link run} does.
 */
export const plan = async (names: readonly string[], { shards, ...flags }: PlanFlags, io: Io): Promise<number> => {
  const given = gatherOptions({ ...flags, dryRun: true }, io.env);
  const settings = runSettingsOf(given, shards !== undefined);
  if (shards === undefined) return runWith(names, given, settings, io);
  const count = Number(shards);
  if (!/^\d+$/u.test(shards) || count < 1 || count > mostShards)
    throw new UsageError(`Cannot use --shards: must be a whole number from 1 to ${mostShards}`);
  if (settings.shard !== undefined)
    throw new UsageError('Cannot use --shards with --shard: the one tells of all parts, the other of one; remove one of them');
  return runWith(names, given, { ...settings, shards: count }, io);
};

/** Options of a run that is not the whole of what is judged. */
const repeatRefuses = ['resume', 'shard', 'dryRun'] as const;

const runWith = async (names: readonly string[], given: GivenOptions, settings: RunSettings, io: Io, times = 1): Promise<number> => {
  const outside = realOutside(io.cwd, io.env);
  const loaded = await loadGated({ names, given, shipped: shippedContracts(), outside, secretsUnread: settings.dryRun });
  if (!settings.quiet) sayFetched(io, loaded.targets);
  const prepared = await prepareRun(loaded.targets, settings, given, loaded);
  if (!settings.quiet)
    printProblems(
      prepared.targets.map(({ contract }) => contract),
      io,
    );
  if (settings.dryRun) {
    io.stdout.write(settings.json ? `${JSON.stringify(dryRunDocument(prepared), undefined, 2)}\n` : printable(dryRunText(prepared)));
    return 0;
  }
  if (times > 1) {
    const { repeatRun } = await import('./repeat-run.ts');
    return repeatRun(prepared, times, loaded.notify, io);
  }
  const { executeRun } = await import('./execute.ts');
  return executeRun(announcedRun(prepared), io, { isDemo: false, notify: loaded.notify });
};
