/** The values of `--report`, in a fixed order. */
export const reportNames = ['summary', 'html', 'junit', 'compare', 'allure'] as const;
export type ReportName = (typeof reportNames)[number];

/** The reports of a run without `--report`. Allure is left out, because its results of a large run are thousands of files. */
export const defaultReports: readonly ReportName[] = ['summary', 'html', 'junit', 'compare'];

/** Whether a name is that of a report. */
export const isReportName = (name: string): name is ReportName => reportNames.some((known) => known === name);
