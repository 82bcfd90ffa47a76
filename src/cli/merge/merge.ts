import { listOf } from '../../config/given.ts';
import { UsageError } from '../../config/usage-error.ts';
import { defaultReports } from '../../model/report-names.ts';
import { recordedContract } from '../../policy/recorded-contract.ts';
import { ending, verdictLines } from '../../report/ending.ts';
import { reportFile } from '../../report/report-files.ts';
import { gathering, jsonDocument, summary, writeReports } from '../../report/index.ts';
import { facts } from '../../checks/kit/facts.ts';
import { seenIn } from '../history/seen-in.ts';
import type { Io } from '../io.ts';
import { checkWords } from '../report/check-words.ts';
import { tellGithub } from '../report/github-job.ts';
import { displayPathOf } from '../report/open-run.ts';
import { reportList } from '../report/report-list.ts';
import { repositoryOf } from '../report/repository.ts';
import { warnOfDamage } from '../report/warn-of-damage.ts';
import { makeRunDirectory, pointLatestAt } from '../run/directory.ts';
import { keepHistory, refreshHistoryPage } from '../run/keep-history.ts';
import { saveObserved } from '../run/save-observed.ts';
import { screenOf } from '../screen.ts';
import { keepFiles } from './keep-files.ts';
import { joinParts, mergedName, writeMerged } from './merged-record.ts';
import { readParts } from './parts.ts';
import { resolve } from 'node:path';

export type MergeOptions = {
  /** Parts may be missing: the run is then incomplete, and its exit code says so. */
  readonly partial?: boolean;
  readonly out?: string;
  readonly report?: readonly string[];
  readonly saveObserved?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly json?: boolean;
};

/**
 * `assay merge DIR…`: joins the parts of a split run into one run, with the record, the verdicts, the reports and the exit code of a run that was
 * not split. Sends nothing. Everything is checked before anything is written.
 * @returns the exit code of the merged run.
 * @throws {UsageError} for parts that do not make up one run.
 */
export const merge = async (paths: readonly string[], options: MergeOptions, io: Io): Promise<number> => {
  const { partial = false, out, quiet = false, verbose = false, json = false } = options;
  const reports = options.report === undefined ? defaultReports : reportList(options.report.flatMap(listOf));
  // The records of many parts leave much garbage, which the collector would else let grow with what is in use.
  await io.reclaim?.();
  const parts = readParts(paths, io.cwd, partial);
  const targets = await joinParts(parts);
  if (options.saveObserved !== undefined && targets.length !== 1)
    throw new UsageError(`Cannot use --save-observed: the run has ${targets.length} targets, and the file is about one`);
  const run = mergedName(parts);
  const directory = makeRunDirectory(io.cwd, run, out);
  const displayPath = displayPathOf(directory);
  for (const warning of parts.warnings) io.stderr.write(`${warning}\n`);
  keepFiles(parts.parts, directory);
  const record = writeMerged(parts, targets, run, directory);
  await warnOfDamage({ record, directory, displayPath }, io);

  const gathered = await gathering({ record, directory }, reports);
  const isBelowReports = out === undefined;
  // A run with a hole says nothing about the days between two whole ones.
  const history = isBelowReports && parts.missing.length === 0 ? await keepHistory(directory, record, () => gathered().calls) : undefined;
  const complaints = [...(isBelowReports ? [pointLatestAt(directory)] : []), ...(history?.warnings ?? [])];
  const seen = history?.parsed === undefined ? {} : seenIn(history.parsed, record);
  const input = { record, directory: displayPath, checks: checkWords, facts, ...seen, ...repositoryOf(io.cwd) };
  await writeReports({ ...input, list: reports, gathered });
  if (history?.parsed !== undefined && reports.includes('html')) complaints.push(await refreshHistoryPage(directory, history.parsed));
  const [first] = record.targets;
  if (options.saveObserved !== undefined && first !== undefined) {
    const { contract, is } = await recordedContract(first);
    const path = resolve(io.cwd, options.saveObserved);
    complaints.push(
      is !== 'same'
        ? `${options.saveObserved} was not written: the document of the target is not there as it was`
        : await saveObserved(path, record, contract, { directory, displayPath }),
    );
  }
  for (const complaint of complaints) if (complaint !== undefined) io.stderr.write(`${complaint}\n`);

  if (json) io.stdout.write(`${JSON.stringify(jsonDocument(input), undefined, 2)}\n`);
  else if (quiet && !verbose) io.stdout.write(`${verdictLines(record).join('\n')}\n`);
  else {
    if (verbose) io.stdout.write(summary(input));
    const also = reports.filter((name) => !defaultReports.includes(name)).map(reportFile);
    io.stdout.write(ending({ ...input, reports, also, isLatest: isBelowReports }, screenOf(io)));
  }
  if (reports.includes('github')) tellGithub(input, { isJson: json }, io);
  return record.footer.exitCode;
};
