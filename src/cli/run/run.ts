import { gatherOptions, type Flags, type GivenOptions } from '../../config/given.ts';
import { loadGated } from '../../config/load-targets.ts';
import { realOutside } from '../../config/outside.ts';
import { type RunSettings, runSettingsOf } from '../../config/run-settings.ts';
import { shippedContracts } from '../../contract/load.ts';
import type { Io } from '../io.ts';
import { sayFetched } from '../say-reading.ts';
import { printProblems } from '../lint/print-problems.ts';
import { announcedRun } from './announce.ts';
import { dryRunDocument, dryRunText } from './dry-run.ts';
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

/**
 * `assay run`: everything is checked before the first request is sent and the first byte is written.
 * @throws {UsageError} or {ContractError} if a target, an option or a contract cannot be used.
 */
export const run = async (names: readonly string[], flags: Flags, io: Io): Promise<number> => {
  const given = gatherOptions(flags, io.env);
  const settings = runSettingsOf(given);
  const interrupted = given.of('resume');
  if (interrupted) return resume(interrupted.values[0] ?? '', names, { settings, given }, io);
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
    io.stdout.write(settings.json ? `${JSON.stringify(dryRunDocument(prepared), undefined, 2)}\n` : dryRunText(prepared));
    return 0;
  }
  const { executeRun } = await import('./execute.ts');
  return executeRun(announcedRun(prepared), io, { isDemo: false, notify: loaded.notify });
};
