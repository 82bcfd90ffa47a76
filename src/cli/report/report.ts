import { listOf } from '../../config/given.ts';
import { systemCode } from '../../config/outside.ts';
import { UsageError } from '../../config/usage-error.ts';
import { writeReports } from '../../report/index.ts';
import { reportNames } from '../../model/report-names.ts';
import type { Io } from '../io.ts';
import { checkWords } from './check-words.ts';
import { openRun } from './open-run.ts';
import { reportList } from './report-list.ts';
import { facts } from '../../checks/kit/facts.ts';

/**
 * `assay report RUN`: writes the reports of a run again from its record, into its folder, and prints their paths.
 * @throws {UsageError} for an unknown run or report, and if a report cannot be written.
 */
export const report = async (run: string, options: { readonly report?: readonly string[] }, io: Io): Promise<number> => {
  const list = options.report === undefined ? reportNames : reportList(options.report.flatMap(listOf));
  if (list.length === 0) throw new UsageError('Cannot use --report: it names no report');
  const { record, displayPath } = openRun(run, io.cwd);
  try {
    for (const path of await writeReports({ record, directory: displayPath, checks: checkWords, facts, list }))
      io.stdout.write(`${path}\n`);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new UsageError(`Cannot write the reports into "${displayPath}": ${code}; copy the run to a writable folder`);
  }
  return 0;
};
