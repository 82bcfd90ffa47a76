import { createInterrupts } from './interrupts.ts';
import { createJobBook } from './job-book.ts';
import type { JobEnd, RunJob, RunJobsOptions } from './job.ts';
import { createQuietVitest, projectName } from './quiet-vitest.ts';
import { quotaGroups } from './quota-groups.ts';
import { createSuiteReporter } from './suite-reporter.ts';
import type { Group } from './suite-reporter.ts';
import { watchWorker } from './worker-watch.ts';

const defaultSilenceMs = 60_000;

/**
 * Runs a suite file that serves jobs (see {@link serveJobs}), one process per quota group, and reports which were completed.
 * @param suite Path of the file.
 * @throws whatever `onEvent` throws, after the workers were stopped, and errors of starting Vitest.
 */
export const hostSuite = async (suite: string, jobs: readonly RunJob[], options: RunJobsOptions): Promise<readonly JobEnd[]> => {
  if (jobs.length === 0) return [];
  const exitCode = process.exitCode;
  const faults: unknown[] = [];
  const interrupts = createInterrupts();
  const book = createJobBook(
    jobs.map(({ target }) => target.name),
    (target, event) => {
      // Thrown inside Vitest it would be an error of the worker; it belongs to the caller, who receives it.
      try {
        if (faults.length === 0) options.onEvent(target, event);
      } catch (fault) {
        faults.push(fault);
        interrupts.all();
      }
    },
  );

  const groups = new Map<string, Group>();
  for (const [index, together] of quotaGroups(jobs).entries()) {
    const assignment = { group: index + 1, directory: options.directory, cwd: process.cwd(), jobs: together };
    const slowest = Math.max(...together.map(({ target }) => target.http.timeoutMs));
    const watch = watchWorker((options.silenceMs ?? defaultSilenceMs) + slowest, (seconds, isKilled) => {
      const reason = `the worker sent nothing for ${seconds} s${isKilled ? ' and was killed' : ''}`;
      for (const { target } of together) if (!book.isFinished(target.name)) book.fail(target.name, reason);
      // Where the process is not known, Vitest has to end it: a second cancel kills every worker.
      if (!isKilled) for (const cancel of [cancelAll, cancelAll]) cancel();
    });
    groups.set(projectName(index + 1), { assignment, watch, heard: 0 });
  }
  const errors: string[] = [];
  const reporter = createSuiteReporter({ groups, book, interrupts, errors });
  const assignments = [...groups.values()].map(({ assignment }) => assignment);
  const watches = [...groups.values()].map(({ watch }) => watch);
  const vitest = await createQuietVitest(suite, assignments, reporter);
  const cancelAll = (): void => void vitest.cancelCurrentRun('keyboard-input').catch(() => {});
  const killAll = (): void => watches.forEach(({ kill }) => kill());
  // A command that exits while a worker loops would leave it at full load, so exiting kills it.
  process.on('exit', killAll);
  options.signal.addEventListener('abort', interrupts.all);
  if (options.signal.aborted) interrupts.all();
  try {
    await vitest.start();
  } finally {
    options.signal.removeEventListener('abort', interrupts.all);
    interrupts.all();
    for (const { end } of watches) end();
    await vitest.close();
    process.off('exit', killAll);
    process.exitCode = exitCode;
  }
  if (faults.length > 0) throw faults[0];
  return book.ends(errors);
};
