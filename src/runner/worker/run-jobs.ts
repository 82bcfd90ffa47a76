import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { hostWorkers } from './host-workers.ts';
import type { JobEnd, RunJob, RunJobsOptions } from './job.ts';

/** The worker is next to this file, as source and as built: there it is a module, also where this file is a script. */
const worker = fileURLToPath(new URL(extname(import.meta.url) === '.ts' ? './worker.ts' : './worker.js', import.meta.url));

/**
 * Judges targets in separate processes, one per quota group, and passes on every event of the engine at once. Prints nothing and leaves
 * `process.exitCode` unchanged; the caller decides by the events and the ends.
 * @returns the ends in the order of the jobs.
 * @throws whatever `onEvent` throws, after the workers were stopped.
 */
export const runJobs = (jobs: readonly RunJob[], options: RunJobsOptions): Promise<readonly JobEnd[]> => hostWorkers(worker, jobs, options);

export type { JobEnd, RunJob, RunJobsOptions } from './job.ts';
