import { hostWorkers } from './host-workers.ts';
import type { JobEnd, RunJob, RunJobsOptions } from './job.ts';
import { takeSpareWorker, workerFile } from './spare-workers.ts';

/**
 * Judges targets in separate processes, one per quota group, and passes on every event of the engine at once. Prints nothing and leaves
 * `process.exitCode` unchanged; the caller decides by the events and the ends.
 * @returns the ends in the order of the jobs.
 * @throws whatever `onEvent` throws, after the workers were stopped.
 */
export const runJobs = (jobs: readonly RunJob[], options: RunJobsOptions): Promise<readonly JobEnd[]> =>
  hostWorkers(workerFile, jobs, options, takeSpareWorker);

export type { JobEnd, RunJob, RunJobsOptions } from './job.ts';
