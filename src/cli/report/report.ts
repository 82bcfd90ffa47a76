import { listOf } from '../../config/given.ts';
import { systemCode } from '../../config/outside.ts';
import { UsageError } from '../../config/usage-error.ts';
import { writeReports } from '../../report/index.ts';
import { reportNames } from '../../model/report-names.ts';
import type { Io } from '../io.ts';
import { seenBeside } from '../history/seen-in.ts';
import { checkWords } from './check-words.ts';
import { tellGithub } from './github-job.ts';
import { openRun } from './open-run.ts';
import { warnOfDamage } from './warn-of-damage.ts';
import { reportList } from './report-list.ts';
import { repositoryOf } from './repository.ts';
import { facts } from '../../checks/kit/facts.ts';

/**
 * `assay report RUN`: writes the reports of a run again from its record, into its folder, and prints their paths. With `--report github`, a job of
 * GitHub Actions is told too.
 * @throws {UsageError} for an unknown run or report, and if a report cannot be written.
 */
export const report = async (run: string, options: { readonly report?: readonly string[] }, io: Io): Promise<number> => {
  const list = options.report === undefined ? reportNames : reportList(options.report.flatMap(listOf));
  if (list.length === 0) throw new UsageError('Cannot use --report: it names no report');
  const opened = openRun(run, io.cwd);
  const { record, displayPath, directory } = opened;
  await warnOfDamage(opened, io);
  const input = { record, directory: displayPath, checks: checkWords, facts, ...seenBeside(directory, record), ...repositoryOf(io.cwd) };
  try {
    for (const path of await writeReports({ ...input, list })) io.stdout.write(`${path}\n`);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new UsageError(`Cannot write the reports into "${displayPath}": ${code}; copy the run to a writable folder`);
  }
  // Only where it is named: a job that writes all reports has asked for no annotations.
  if (options.report !== undefined && list.includes('github')) tellGithub(input, { isJson: false }, io);
  return 0;
};
