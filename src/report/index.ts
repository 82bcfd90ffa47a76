/** Reports: a record in, text out. Only {@link writeReports} touches the disk. */
export { replayCommand } from './commands.ts';
export { curlCommand } from './curl.ts';
export { exchangesOf } from './evidence.ts';
export { jsonDocument } from './json-document.ts';
export { jsonDocumentSchema } from './json-schema.ts';
export type { CheckWords } from './report-input.ts';
export { summary } from './summary.ts';
export { allReports, defaultReports, isReportName, reportNames, writeReports } from './write-reports.ts';
export type { ReportName } from './write-reports.ts';
