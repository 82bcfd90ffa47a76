import type { RunRecord } from '../model/record.ts';

/** What every report is made from. */
export type ReportInput = {
  readonly record: RunRecord;
  /** Directory of the run, as it is told to people. */
  readonly directory: string;
};
