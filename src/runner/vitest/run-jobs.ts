import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

import { hostSuite } from './host-suite.ts';
import type { JobEnd, RunJob, RunJobsOptions } from './job.ts';

/** The suite stands beside this file, as source and as built. */
const suite = fileURLToPath(new URL(`./suite${extname(import.meta.url)}`, import.meta.url));

/**
 * Judges targets as Vitest tests in processes of their own, one a quota group, and passes on every event of the engine as
 * it happens. Prints nothing and leaves `process.exitCode` as it was; who calls decides by the events and the ends.
 * @returns the ends in the order of the jobs.
 * @throws whatever `onEvent` throws, after the workers were stopped, and errors of starting Vitest.
 */
export const runJobs = (jobs: readonly RunJob[], options: RunJobsOptions): Promise<readonly JobEnd[]> => hostSuite(suite, jobs, options);

export type { JobEnd, RunJob, RunJobsOptions } from './job.ts';
