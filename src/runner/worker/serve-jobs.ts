import type { Case } from '../../model/case.ts';
import type { RunEvent } from '../../model/event.ts';
import { type RunJob, stopWithinMs } from './job.ts';
import type { Assignment, Message, Order } from './messages.ts';

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
        await run((event) => post({ kind: 'event', target, event }), interrupt.signal);
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

let unsent = 0;
let whenSent = (): void => {};

/** Sends a message; they arrive in the order of sending. */
const post = (message: Message): void => {
  unsent += 1;
  // Where the main process is gone, nobody reads it any more.
  process.send?.(message, () => {
    unsent -= 1;
    if (unsent === 0) whenSent();
  });
};

/** Resolves when every message was handed to the channel. */
const sent = (): Promise<void> =>
  unsent === 0
    ? Promise.resolve()
    : new Promise((resolve) => {
        whenSent = resolve;
      });

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
  process.on('uncaughtException', onError).on('unhandledRejection', onError);
};

const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
