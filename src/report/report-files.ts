import type { ReportName } from '../model/report-names.ts';

/** The file or folder of each report in the directory of a run. */
const files = {
  summary: 'summary.md',
  html: 'index.html',
  junit: 'junit.xml',
  compare: 'compare.html',
  allure: 'allure-results',
  sarif: 'results.sarif',
  github: 'github.txt',
  gitlab: 'gl-code-quality-report.json',
  har: 'exchanges.har',
  markdown: 'report.md',
  jsonl: 'results.jsonl',
} as const satisfies Readonly<Record<ReportName, string>>;

/** The file or folder of a report in the directory of a run. */
export const reportFile = (name: ReportName): string => files[name];
