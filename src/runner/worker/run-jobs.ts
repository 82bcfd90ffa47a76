import { hostWorkers } from './host-workers.ts';
import type { JobEnd, RunJob, RunJobsOptions } from './job.ts';
import { endSpareWorkers, takeSpareWorker, workerFile } from './spare-workers.ts';

/**
 * Judges targets in separate processes, one per quota group, and passes on every event of the engine at once. Prints nothing and leaves
 * `process.exitCode` unchanged; the caller decides by the events and the ends.
 * @returns the ends in the order of the jobs.
 * @throws whatever `onEvent` throws, after the workers were stopped.
 */
export const runJobs = async (jobs: readonly RunJob[], options: RunJobsOptions): Promise<readonly JobEnd[]> => {
  try {
    return await hostWorkers(workerFile, jobs, options, takeSpareWorker);
  } finally {
    endSpareWorkers();
  }
};

export type { JobEnd, RunJob, RunJobsOptions } from './job.ts';
