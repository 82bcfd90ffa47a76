import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../../../config/usage-error.ts';
import { readBegun, RecordError, type BegunRecord } from '../../../model/record.ts';
import { findBegunRun } from '../../cleanup/find-leftovers.ts';
import { displayPathOf } from '../../report/open-run.ts';

/** A run that did not judge everything. */
export type InterruptedRun = {
  /** Absolute. */
  readonly directory: string;
  /** Octets of its record when that was read. */
  readonly size: number;
  readonly record: BegunRecord;
};

const readIn = (directory: string): BegunRecord => {
  const path = join(directory, 'run.jsonl');
  if (!existsSync(path)) throw new UsageError(`Cannot resume "${displayPathOf(directory)}": it has no run.jsonl; make a new run`);
  try {
    return readBegun(path);
  } catch (error) {
    if (error instanceof RecordError) throw new UsageError(`Cannot resume "${displayPathOf(directory)}": ${error.message}`);
    throw error;
  }
};

const keptIn = ({ entries }: BegunRecord): number => entries.filter(({ type }) => type === 'verdict').length;

/**
 * Refuses to go on with a run that itself went on since it was read.
 * @throws {UsageError}
 */
export const refuseGoingOn = ({ directory, size }: Pick<InterruptedRun, 'directory' | 'size'>): void => {
  if (statSync(join(directory, 'run.jsonl')).size !== size)
    throw new UsageError(`Cannot resume "${displayPathOf(directory)}": it went on meanwhile; try again, if it was interrupted after all`);
};

/**
 * Finds the run to resume. A run that was ended while it took over the results of an earlier one has only a part of them: the earlier one is resumed in its
 * place.
 * @param run Its folder, its id or the beginning of it, or `latest`: the newest run below `reports/`, even if it was killed.
 * @throws {UsageError} if there is none, its record was changed, or nothing of it is missing.
 */
export const findInterrupted = (run: string, cwd: string): InterruptedRun => {
  const sizeOf = (path: string): number => statSync(join(path, 'run.jsonl')).size;
  let { directory } = findBegunRun(run, cwd, 'resume');
  // Before it is read: what a run that goes on writes meanwhile is noticed.
  let size = existsSync(join(directory, 'run.jsonl')) ? sizeOf(directory) : 0;
  let record = readIn(directory);
  for (let { resumes } = record.header; resumes !== undefined && keptIn(record) < resumes.kept; { resumes } = record.header) {
    const before = join(dirname(directory), resumes.run);
    if (!existsSync(join(before, 'run.jsonl')))
      throw new UsageError(
        `Cannot resume "${displayPathOf(directory)}": it was ended while it took over the results of run ${resumes.run}, which is not beside it; resume that one`,
      );
    directory = before;
    size = sizeOf(directory);
    record = readIn(directory);
  }
  const { header, footer } = record;
  const cannot = `Cannot resume run ${header.run}`;
  if (header.demo) throw new UsageError(`${cannot}: it judged embedded servers, which have stopped; make a new run`);
  if (header.options['part'] === true) throw new UsageError(`${cannot}: its cases were chosen by a filter of tests; run the tests again`);
  if (footer?.targets.every(({ ended }) => ended.kind === 'complete') === true)
    throw new UsageError(`${cannot}: it was judged to its end, nothing is missing; make a new run`);
  return { directory, size, record };
};
