import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ReportInput } from './report-input.ts';
import { summary } from './summary.ts';

type Report = { readonly file: string; readonly render: (input: ReportInput) => string };

const reports = {
  summary: { file: 'summary.md', render: summary },
} as const satisfies Readonly<Record<string, Report>>;
export type ReportName = keyof typeof reports;

/** Names that `--report` takes. */
export const reportNames: readonly string[] = Object.keys(reports);

/** Tells whether a name is that of a report. */
export const isReportName = (name: string): name is ReportName => Object.hasOwn(reports, name);

/**
 * Writes the reports of a run into its directory, replacing those of the same name, and gives their paths.
 * @throws {Error} when a file cannot be written.
 */
export const writeReports = async (input: ReportInput & { readonly list: readonly ReportName[] }): Promise<readonly string[]> => {
  await mkdir(input.directory, { recursive: true });
  return Promise.all(
    [...new Set(input.list)].map(async (name) => {
      const { file, render } = reports[name];
      const path = join(input.directory, file);
      await writeFile(path, render(input));
      return path;
    }),
  );
};
