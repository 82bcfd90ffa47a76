import { existsSync, lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type KeepConfig, keepConfigOf } from '../../config/keep-config.ts';
import { loadConfig } from '../../config/load-targets.ts';
import { realOutside, systemCode } from '../../config/outside.ts';
import { UsageError } from '../../config/usage-error.ts';
import { shippedContracts } from '../../contract/load.ts';
import { printable } from '../../report/foreign-text.ts';
import { openHistory } from '../history/open-history.ts';
import type { Io } from '../io.ts';
import { judgeRuns } from './prunable.ts';
import { removeFolder, removeRemains, sizeOf } from './remove-folder.ts';

export type PruneFlags = {
  readonly config?: string;
  readonly keepRuns?: string;
  readonly keepDays?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
};

const numberOf = (text: string | undefined, flag: string): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^\d{1,6}$/u.test(text) || Number(text) < 1) throw new UsageError(`Cannot use ${flag} "${text}": give a whole number from 1 on`);
  return Number(text);
};

/** What is kept: by the flags, else by the config. */
const keepOf = async (flags: PruneFlags, io: Io): Promise<KeepConfig> => {
  const [runs, days] = [numberOf(flags.keepRuns, '--keep-runs'), numberOf(flags.keepDays, '--keep-days')];
  if (runs !== undefined || days !== undefined) return { ...(runs === undefined ? {} : { runs }), ...(days === undefined ? {} : { days }) };
  const keep = keepConfigOf(
    await loadConfig(flags.config ?? io.env['ASSAY_CONFIG'], shippedContracts(), realOutside(io.cwd, io.env), true),
  );
  if (keep.runs === undefined && keep.days === undefined)
    throw new UsageError(
      'Cannot prune: nothing says how much is kept; give --keep-runs 30 or --keep-days 90, or write keep: { runs: 30, days: 90 } into the config',
    );
  return keep;
};

/** What became of one run that is older than what is kept. */
type Outcome = { readonly run: string; readonly outcome: 'removed' | 'kept' | 'failed'; readonly bytes: number; readonly reason?: string };

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

const lineOf = ({ run, outcome, bytes, reason }: Outcome, isDry: boolean): string => {
  const word = outcome === 'removed' && isDry ? 'remove' : outcome;
  return `${word.padEnd(7)} ${run}: ${reason ?? megabytes(bytes)}\n`;
};

const conclusionOf = (outcomes: readonly Outcome[], isDry: boolean): string => {
  const of = (wanted: Outcome['outcome']): readonly Outcome[] => outcomes.filter(({ outcome }) => outcome === wanted);
  const [removed, kept, failed] = [of('removed'), of('kept'), of('failed')];
  if (outcomes.length === 0) return 'Nothing to prune: no run is older than what is kept.\n';
  return `${[
    `${removed.length} ${isDry ? 'would be removed' : 'removed'}, ${megabytes(removed.reduce((sum, { bytes }) => sum + bytes, 0))}`,
    ...(kept.length === 0 ? [] : [`${kept.length} older than what is kept ${kept.length === 1 ? 'stays' : 'stay'}`]),
    ...(failed.length === 0 ? [] : [`${failed.length} could not be removed`]),
  ].join('; ')}${isDry ? '; nothing was removed' : ''}.\n`;
};

/** Removes, or with `isDry` only counts. */
const removed = (path: string, run: string, isDry: boolean): Outcome => {
  let bytes = 0;
  try {
    bytes = sizeOf(path);
    if (!isDry) removeFolder(path, run);
    return { run, outcome: 'removed', bytes };
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    return { run, outcome: 'failed', bytes, reason: `it cannot be removed: ${code}` };
  }
};

/**
 * `assay prune`: removes the folders of runs below `reports/` that are older than what is kept, and need not stay.
 * @returns 0, or 3 where one of them could not be removed.
 * @throws {UsageError} if an option or the config cannot be used, or nothing says how much is kept.
 */
export const prune = async (flags: PruneFlags, io: Io): Promise<number> => {
  const keep = await keepOf(flags, io);
  const isDry = flags.dryRun === true;
  const reports = resolve(io.cwd, 'reports');
  if (existsSync(reports) && !lstatSync(reports).isDirectory())
    throw new UsageError('Cannot prune "reports": it is no folder but a link or a file; begin in the folder that it is in');
  const judged = existsSync(reports) ? judgeRuns(reports, keep, Date.now()) : [];
  const outcomes = judged.map(({ run, path, stays }): Outcome =>
    stays === undefined ? removed(path, run, isDry) : { run, outcome: 'kept', bytes: 0, reason: stays },
  );
  if (!isDry && existsSync(reports)) removeRemains(reports);
  if (!isDry && existsSync(join(reports, 'history.html'))) {
    // Its links to the pages of the runs; the lines of the history stay.
    const { refreshHistoryPage } = await import('../run/keep-history.ts');
    const history = openHistory(join(reports, 'history.jsonl'));
    const complaint = history && (await refreshHistoryPage(join(reports, 'any'), history));
    if (complaint !== undefined) io.stderr.write(`${printable(complaint)}\n`);
  }
  const exitCode = outcomes.some(({ outcome }) => outcome === 'failed') ? 3 : 0;
  if (flags.json === true)
    io.stdout.write(`${JSON.stringify({ format: 1, dryRun: isDry, keep, runs: outcomes, exitCode }, undefined, 2)}\n`);
  else io.stdout.write(printable(`${outcomes.map((one) => lineOf(one, isDry)).join('')}${conclusionOf(outcomes, isDry)}`));
  return exitCode;
};
