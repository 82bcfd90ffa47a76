import { join } from 'node:path';
import { readRecord, RecordError, type RunRecord } from '../../model/record.ts';
import { findRun } from './open-run.ts';

/** A record, or why there is none in a folder that a run made. */
export type EvidenceOnDisk = { readonly directory: string; readonly reported: string } & (
  | { readonly record: RunRecord }
  | { readonly record: undefined; readonly why: string }
);

/**
 * Reads the record of a run where one without a footer, or one that was changed, is an answer: it is no evidence.
 * @throws {UsageError} where there is no such run at all.
 */
export const evidenceOnDisk = (run: string, cwd: string): EvidenceOnDisk => {
  const found = findRun(run, cwd);
  try {
    return { ...found, record: readRecord(join(found.directory, 'run.jsonl')) };
  } catch (error) {
    if (error instanceof RecordError) return { ...found, record: undefined, why: error.message };
    throw error;
  }
};
