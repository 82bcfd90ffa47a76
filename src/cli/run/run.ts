import { printable } from '../../report/foreign-text.ts';
import { gatherOptions, type Flags } from '../../config/given.ts';
import { loadGated } from '../../config/load-targets.ts';
import { realOutside } from '../../config/outside.ts';
import { runSettingsOf } from '../../config/run-settings.ts';
import { shippedContracts } from '../../contract/load.ts';
import type { Io } from '../io.ts';
import { sayFetched } from '../say-reading.ts';
import { printProblems } from '../lint/print-problems.ts';
import { announcedRun } from './announce.ts';
import { dryRunDocument, dryRunText } from './dry-run.ts';
import { prepareRun } from './prepare.ts';

/**
 * `assay run`: everything is checked before the first request is sent and the first byte is written.
 * @throws {UsageError} or {ContractError} if a target, an option or a contract cannot be used.
 */
export const run = async (names: readonly string[], flags: Flags, io: Io): Promise<number> => {
  const given = gatherOptions(flags, io.env);
  const settings = runSettingsOf(given);
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
  const { executeRun } = await import('./execute.ts');
  return executeRun(announcedRun(prepared), io, { isDemo: false });
};
