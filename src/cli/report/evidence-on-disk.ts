import { join } from 'node:path';
import { readRecord, RecordError, type RunRecord } from '../../model/record.ts';
import { findRun } from './open-run.ts';

/** The record of a run, or why the run has none. */
export type EvidenceOnDisk = { readonly directory: string; readonly displayPath: string } & (
  | { readonly record: RunRecord }
  | { readonly record: undefined; readonly why: string }
);

/**
 * Reads the record of a run. A record without a footer, or one that was changed, is no error here: it is no evidence, and the result says why.
 * @throws {UsageError} if there is no such run.
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
