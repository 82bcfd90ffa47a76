import type { Reporter, SerializedError, TestModule, TestProject } from 'vitest/node';

import { createJobBook } from './job-book.ts';
import type { JobEnd, RunJob, RunJobsOptions } from './job.ts';
import { annotationType, interruptType } from './messages.ts';
import type { Assignment, Envelope, VerdictEvent } from './messages.ts';
import { createQuietVitest, projectName } from './quiet-vitest.ts';
import { quotaGroups } from './quota-groups.ts';
import { watchWorker } from './worker-watch.ts';
import type { WorkerWatch } from './worker-watch.ts';

const defaultSilenceMs = 60_000;

type Group = { readonly assignment: Assignment; readonly watch: WorkerWatch; next: number };

/** Jobs that wait to be interrupted; each is answered once. */
const createInterrupts = () => {
  const waiting = new Map<string, () => void>();
  let isInterrupted = false;
  const answer = (target: string): void => {
    waiting.get(target)?.();
    waiting.delete(target);
  };
  return {
    wait: (target: string): Promise<void> => (isInterrupted ? Promise.resolve() : new Promise((resolve) => waiting.set(target, resolve))),
    answer,
    all(): void {
      isInterrupted = true;
      for (const target of waiting.keys()) answer(target);
    },
  };
};

/**
 * Runs a suite file that serves jobs (see {@link serveJobs}), one process a quota group, and tells which arrived whole.
 * @param suite Path of the file.
 * @throws whatever `onEvent` throws, after the workers were stopped, and errors of starting Vitest.
 */
export const hostSuite = async (suite: string, jobs: readonly RunJob[], options: RunJobsOptions): Promise<readonly JobEnd[]> => {
  if (jobs.length === 0) return [];
  const exitCode = process.exitCode;
  const faults: unknown[] = [];
  const errors: string[] = [];
  const interrupts = createInterrupts();
  const book = createJobBook(
    jobs.map(({ target }) => target.name),
    (target, event) => {
      // Thrown into Vitest it would be an error of the worker's; it is the caller's, who gets it back.
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
      const reason = `the worker said nothing for ${seconds} s${isKilled ? ' and was killed' : ''}`;
      for (const { target } of together) if (!book.isFinished(target.name)) book.fail(target.name, reason);
      // Where the process is not known, Vitest has to end it: asked twice to cancel, it kills every worker.
      if (!isKilled) for (const cancel of [cancelAll, cancelAll]) cancel();
    });
    groups.set(projectName(index + 1), { assignment, watch, next: 0 });
  }
  const groupOf = ({ name }: TestProject): Group => {
    const group = groups.get(name);
    if (group === undefined) throw new Error(`Vitest ran a project "${name}" that it was not given`);
    return group;
  };
  const receive = (group: Group, { first, messages }: Envelope): void => {
    for (const message of messages.slice(Math.max(0, group.next - first))) {
      group.next += 1;
      group.watch.hear(message);
      if (message.kind === 'event') book.hear(message.target, message.event);
      if (message.kind === 'failed') book.fail(message.target, message.reason);
      if (message.kind === 'over') interrupts.answer(message.target);
    }
  };

  // A test can be over before the annotation with its verdict is here. Annotations tell the order; this is for what they lost.
  const shown: [target: string, verdict: VerdictEvent][] = [];
  const reporter: Reporter = {
    onTestModuleQueued: ({ project }) => groupOf(project).watch.begin(),
    onTestModuleCollected(module) {
      const marks = [...module.children.allTests()].flatMap((test) => test.meta().assayCase ?? []);
      for (const { target } of groupOf(module.project).assignment.jobs) {
        book.expect(
          target.name,
          marks.filter((mark) => mark.target === target.name),
        );
      }
    },
    onTestCaseAnnotate(test, { type, message }) {
      if (type === annotationType) receive(groupOf(test.project), envelopeOf(message));
      return type === interruptType ? interrupts.wait(message) : undefined;
    },
    onTestCaseResult(test) {
      const { assayCase, assayVerdict } = test.meta();
      if (assayCase && assayVerdict) shown.push([assayCase.target, assayVerdict]);
    },
    onTestModuleEnd(module) {
      const group = groupOf(module.project);
      const { assayRest } = module.meta();
      if (assayRest) receive(group, assayRest);
      group.watch.end();
    },
    onTestRunEnd(modules, unhandled) {
      for (const [target, verdict] of shown) book.hear(target, verdict);
      for (const module of modules) failJobsOf(module, groupOf(module.project));
      errors.push(...unhandled.map(told));
    },
  };
  const failJobsOf = (module: TestModule, { assignment }: Group): void => {
    const [error] = module.errors();
    if (error) for (const { target } of assignment.jobs) book.fail(target.name, `the suite could not be run: ${told(error)}`);
  };

  const vitest = await createQuietVitest(
    suite,
    [...groups.values()].map(({ assignment }) => assignment),
    reporter,
  );
  const watches = [...groups.values()].map(({ watch }) => watch);
  const cancelAll = (): void => void vitest.cancelCurrentRun('keyboard-input').catch(() => {});
  const killAll = (): void => watches.forEach(({ kill }) => kill());
  // A command that exits while a worker loops leaves it behind at full load, so the exit takes it along.
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

const envelopeOf = (text: string): Envelope => JSON.parse(text);

const told = (error: SerializedError): string => {
  const cause: unknown = error['cause'];
  const deeper = typeof cause === 'object' && cause !== null && 'message' in cause ? ` (${String(cause.message)})` : '';
  return `${error.message}${deeper}`;
};
