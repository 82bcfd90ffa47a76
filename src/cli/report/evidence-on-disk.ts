import { join } from 'node:path';
import { readRecord, RecordError, type RunRecord } from '../../model/record.ts';
import { shardWords } from '../../model/shard.ts';
import { findRun } from './open-run.ts';

/** The record of a run, or why the run has none. */
export type EvidenceOnDisk = { readonly directory: string; readonly displayPath: string } & (
  | { readonly record: RunRecord }
  | { readonly record: undefined; readonly why: string }
);

/**
 * Reads the record of a run. A record without a footer, one that was changed, or one of a part of a split run is no error here: it is no evidence, and the result says why.
 * @throws {UsageError} if there is no such run.
 */
export const evidenceOnDisk = (run: string, cwd: string): EvidenceOnDisk => {
  const found = findRun(run, cwd);
  try {
    const record = readRecord(join(found.directory, 'run.jsonl'));
    const { shard } = record.header;
    if (shard === undefined) return { ...found, record };
    return { ...found, record: undefined, why: `${found.displayPath} is ${shardWords(shard)}; merge the parts first (assay merge)` };
  } catch (error) {
    if (error instanceof RecordError) return { ...found, record: undefined, why: error.message };
    throw error;
  }
};
