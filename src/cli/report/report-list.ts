import { suggestion } from '../../config/nearest.ts';
import { UsageError } from '../../config/usage-error.ts';
import { isReportName, reportNames, type ReportName } from '../../model/report-names.ts';

/**
 * The reports that `--report` names.
 * @throws {UsageError} for an unknown name.
 */
export const reportList = (names: readonly string[]): readonly ReportName[] =>
  names.map((name) => {
    if (isReportName(name)) return name;
    throw new UsageError(`Cannot use --report: there is no report "${name}"${suggestion(name, reportNames)}`);
  });
