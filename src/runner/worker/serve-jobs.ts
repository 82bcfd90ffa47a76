import type { Case } from '../../model/case.ts';
import type { RunEvent } from '../../model/event.ts';
import { type RunJob, stopWithinMs } from './job.ts';
import type { Assignment, Message, Order, SentEvent } from './messages.ts';

/** A job that is ready to run in the worker. */
export type Judging = {
  readonly cases: readonly Pick<Case, 'id'>[];
  /** Gives every case a verdict, including stopped ones, and ends with the event `ended`. */
  run(listen: (event: RunEvent) => void, signal: AbortSignal): Promise<void>;
};

/** @throws {Error} when the job cannot be judged; the message becomes the reason of a lost target. */
export type Prepare = (job: RunJob, assignment: Assignment) => Promise<Judging>;

/**
 * The worker's side: judges the jobs of the assignment that the main process sends, one after another, and sends every event of the
 * engine. Ends the process when everything was sent.
 */
export const serveJobs = (prepare: Prepare): void => {
  const interrupt = new AbortController();
  let jobs: readonly RunJob[] = [];
  holdSignals(interrupt, (error) => {
    for (const { target } of jobs) post({ kind: 'failed', target: target.name, reason: `unhandled in the worker: ${errorText(error)}` });
  });

  const judge = async (assignment: Assignment): Promise<void> => {
    ({ jobs } = assignment);
    for (const job of jobs) {
      const target = job.target.name;
      try {
        const { cases, run } = await prepare(job, assignment);
        post({ kind: 'cases', target, ids: cases.map(({ id }) => id) });
        const planned = new Set(job.plan.cases);
        await run((event) => tell(target, withoutCase(event, planned)), interrupt.signal);
      } catch (error) {
        post({ kind: 'failed', target, reason: errorText(error) });
      }
    }
    await sent();
    process.exit(0);
  };
  process.on('message', (order: Order) => {
    if (order.kind === 'interrupt') interrupt.abort();
    else void judge(order.assignment);
  });
};

const withoutCase = (event: RunEvent, planned: ReadonlySet<Case>): SentEvent => {
  if (event.type !== 'verdict' || !planned.has(event.case)) return event;
  const { case: _case, ...others } = event;
  return others;
};

/** The most verdicts in one message. */
const mostTogether = 100;

let waiting: { readonly target: string; readonly events: SentEvent[] } | undefined;

const flush = (): void => {
  const message = waiting;
  waiting = undefined;
  if (message) send({ kind: 'events', ...message });
};

/** Sends an event. Verdicts that follow each other at once, as those of cases that are left out, go together: each message costs more than what is in it. */
const tell = (target: string, event: SentEvent): void => {
  if (event.type !== 'verdict') return post({ kind: 'events', target, events: [event] });
  if (waiting === undefined) setImmediate(flush);
  else if (waiting.target !== target || waiting.events.length >= mostTogether) flush();
  waiting ??= { target, events: [] };
  waiting.events.push(event);
};

/** Sends a message behind all that was told before. */
const post = (message: Message): void => {
  flush();
  send(message);
};

let unsent = 0;
let whenSent = (): void => {};

/** Messages arrive in the order of sending. */
const send = (message: Message): void => {
  unsent += 1;
  // Where the main process is gone, nobody reads it any more.
  process.send?.(message, () => {
    unsent -= 1;
    if (unsent === 0) whenSent();
  });
};

/** Resolves when every message was handed to the channel. */
const sent = (): Promise<void> => {
  flush();
  return unsent === 0
    ? Promise.resolve()
    : new Promise((resolve) => {
        whenSent = resolve;
      });
};

/**
 * A terminal sends Ctrl-C to the worker too, and a signal may go to the whole process group: the worker ignores it and stops on request,
 * after its verdicts were delivered. An uncaught error is reported, and nothing more is judged after it. When the channel to the main
 * process is closed, nothing more is sent to a target.
 */
const holdSignals = (interrupt: AbortController, onUncaught: (error: unknown) => void): void => {
  const ignore = (): void => {};
  const onError = (error: unknown): void => {
    onUncaught(error);
    interrupt.abort();
  };
  process.on('SIGINT', ignore).on('SIGTERM', ignore);
  process.on('disconnect', () => {
    interrupt.abort();
    // Nobody is left who would kill it.
    setTimeout(() => process.exit(1), stopWithinMs).unref();
  });
  process.on('uncaughtException', onError).on('unhandledRejection', onError).on('exit', flush);
};

const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
