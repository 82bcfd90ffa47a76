import type { ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';

import { createTurns, type Ticket } from '../../exchange/turns.ts';
import { createJobBook } from './job-book.ts';
import { type JobEnd, type RunJob, type RunJobsOptions, stopWithinMs } from './job.ts';
import type { Assignment, Message, Order, SentEvent } from './messages.ts';
import { quotaGroups } from './quota-groups.ts';
import { startWorker } from './spare-workers.ts';
import { watchWorker } from './worker-watch.ts';

const defaultSilenceMs = 60_000;

/** A run mostly waits, so that several of them share a processor. More would need memory, and make each other slow. */
const mostWorkers = (): number => Math.max(8, 4 * availableParallelism());

/** What was created has to appear, change and go, and each of these is waited for: that takes as long as so many requests. */
const requestsOfCreation = 20;

/** How long an assignment takes beside others, in requests, by what the checks of its plans send and create at the most. */
const lengthOf = ({ jobs }: Assignment): number =>
  jobs
    .flatMap(({ plan }) => plan.cases)
    .reduce((sum, { cost, skip }) => sum + (skip ? 0 : cost.requests + cost.creates * requestsOfCreation), 0);

/** Of what a dying process prints, the reason that Node gives, such as the end of its memory. Nothing else of it is shown. */
const fatal = /^(?:FATAL ERROR|Error|\w*Error(?: \[\w+\])?): .*$/mu;

/** The most of the standard error output that is kept, in characters. */
const keptOutput = 64_000;

/**
 * Runs a worker file that serves jobs (see {@link serveJobs}), one process per quota group, and reports which were completed.
 * @param file Path of a JavaScript module.
 * @param take Gives a worker of this file that was started before, where there is one.
 * @throws whatever `onEvent` throws, after the workers were stopped.
 */
export const hostWorkers = async (
  file: string,
  jobs: readonly RunJob[],
  options: RunJobsOptions,
  take: () => ChildProcess | undefined = () => undefined,
): Promise<readonly JobEnd[]> => {
  const faults: unknown[] = [];
  const children = new Map<ChildProcess, readonly string[]>();
  let isInterrupted = options.signal.aborted;
  const order = (child: ChildProcess, what: Order): void => {
    // A worker that has just ended cannot be told anything any more; its end is reported by itself.
    if (child.connected) child.send(what, () => {});
  };
  const stopMs = options.stopMs ?? stopWithinMs;
  let backstop: NodeJS.Timeout | undefined;
  /** Ends what did not end by itself: a worker that waits for a target that is gone, say. */
  const endAll = (): void => {
    const message = `the run was interrupted, and did not end within ${Math.round(stopMs / 1000)} s: it was killed, and what it left is in created.jsonl`;
    for (const [child, names] of children) {
      for (const name of names) book.cut(name, message);
      child.kill('SIGKILL');
    }
  };
  const interrupt = (): void => {
    isInterrupted = true;
    backstop ??= setTimeout(endAll, stopMs);
    for (const child of children.keys()) order(child, { kind: 'interrupt' });
  };
  const book = createJobBook(
    jobs.map(({ target }) => target.name),
    (target, event) => {
      // It belongs to the caller, who receives it once the workers have stopped.
      try {
        if (faults.length === 0) options.onEvent(target, event);
      } catch (fault) {
        faults.push(fault);
        interrupt();
      }
    },
  );
  const casesOf = new Map(jobs.map(({ target, plan }) => [target.name, new Map(plan.cases.map((one) => [one.id, one]))]));
  const hear = (target: string, event: SentEvent): void => {
    if (event.type !== 'verdict') return book.hear(target, event);
    const planned = event.case ?? casesOf.get(target)?.get(event.id);
    if (planned === undefined) return book.fail(target, `a verdict was received for "${event.id}", which is not in the plan`);
    return book.hear(target, { ...event, case: planned });
  };
  const receive = (message: Message): void => {
    if (message.kind === 'cases') book.expect(message.target, message.ids);
    if (message.kind === 'events') for (const event of message.events) hear(message.target, event);
    if (message.kind === 'failed') book.fail(message.target, message.reason);
  };

  // Loading takes a whole processor: more workers at once delay those that began first.
  const loading = createTurns(availableParallelism());
  const host = (assignment: Assignment, turn: Ticket): Promise<void> =>
    new Promise((resolve) => {
      const together = assignment.jobs.map(({ target }) => target);
      const child = take() ?? startWorker(file);
      children.set(
        child,
        together.map(({ name }) => name),
      );
      const silenceMs = (options.silenceMs ?? defaultSilenceMs) + Math.max(...together.map(({ http }) => http.timeoutMs));
      const watch = watchWorker(silenceMs, (seconds) => {
        const reason = `the worker sent nothing for ${seconds} s and was killed`;
        for (const { name } of together) if (!book.isFinished(name)) book.fail(name, reason);
        child.kill('SIGKILL');
      });
      let printed = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        printed = `${printed}${text}`.slice(0, keptOutput);
      });
      child.on('message', (message: Message) => {
        watch.hear(message);
        receive(message);
        // Its cases are told before its run begins.
        if (message.kind !== 'cases') turn.end();
      });
      let failure: string | undefined;
      const settle = (how: string | undefined): void => {
        watch.end();
        turn.end();
        children.delete(child);
        for (const { name } of together) book.close(name, how);
        resolve();
      };
      child.on('error', (error) => {
        failure = error.message;
        // Without a process there is no other event.
        if (child.pid === undefined) settle(`the worker could not be started: ${failure}`);
      });
      // Emitted after the last message was read and the output ended.
      child.on('close', (code, signal) => {
        const said = fatal.exec(printed)?.[0];
        const end = signal === null ? `the worker ended with code ${code}` : `the worker was ended by ${signal}`;
        settle(code === 0 ? undefined : [end, said ?? failure].filter((part) => part !== undefined).join(': '));
      });
      order(child, { kind: 'judge', assignment });
      if (isInterrupted) order(child, { kind: 'interrupt' });
    });

  // A command that exits while a worker loops would leave it at full load, so exiting kills it.
  const killAll = (): void => [...children.keys()].forEach((child) => child.kill('SIGKILL'));
  process.on('exit', killAll);
  options.signal.addEventListener('abort', interrupt);
  try {
    const assignments = quotaGroups(jobs).map((together, index): Assignment => ({
      group: index + 1,
      directory: options.directory,
      cwd: process.cwd(),
      jobs: together,
    }));
    // What takes longest begins first: begun last, it would be alone at the end.
    const waiting = assignments.toSorted((a, b) => lengthOf(b) - lengthOf(a));
    const width = Math.min(waiting.length, options.workers ?? mostWorkers());
    const inTurn = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const turn = loading.ticket();
        await turn.take();
        if (!isInterrupted) await host(next, turn);
        // Its targets were never asked: a process for each group would only take time to say so.
        else for (const { target } of next.jobs) book.cut(target.name, 'the run was interrupted');
        turn.end();
      }
    };
    await Promise.all(Array.from({ length: width }, inTurn));
  } finally {
    clearTimeout(backstop);
    options.signal.removeEventListener('abort', interrupt);
    process.off('exit', killAll);
  }
  if (faults.length > 0) throw faults[0];
  return book.ends();
};
