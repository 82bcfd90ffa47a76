/** Reports: a record in, text out. Only {@link writeReports} touches the disk. */
export { jsonDocument } from './json-document.ts';
export type { JsonDocument, JsonFinding, JsonTarget } from './json-document.ts';
export { jsonDocumentSchema } from './json-schema.ts';
export type { ReportInput } from './report-input.ts';
export { summary } from './summary.ts';
export { isReportName, reportNames, writeReports } from './write-reports.ts';
export type { ReportName } from './write-reports.ts';
