/** Names that `--report` takes, in a fixed order. */
export const reportNames = ['summary', 'html', 'junit', 'compare', 'allure'] as const;
export type ReportName = (typeof reportNames)[number];

/** What a run writes where nothing is said: the folder of a large run with Allure's results holds thousands of files. */
export const defaultReports: readonly ReportName[] = ['summary', 'html', 'junit', 'compare'];

/** Tells whether a name is that of a report. */
export const isReportName = (name: string): name is ReportName => reportNames.some((known) => known === name);
