/** The values of `--report`, in a fixed order. */
export const reportNames = [
  'summary',
  'html',
  'junit',
  'compare',
  'allure',
  'sarif',
  'github',
  'gitlab',
  'har',
  'markdown',
  'jsonl',
] as const;
export type ReportName = (typeof reportNames)[number];

/** The reports of a run without `--report`: what people read, and what every CI understands. The others are for one tool each. */
export const defaultReports: readonly ReportName[] = ['summary', 'html', 'junit', 'compare'];

/** Whether a name is that of a report. */
export const isReportName = (name: string): name is ReportName => reportNames.some((known) => known === name);
