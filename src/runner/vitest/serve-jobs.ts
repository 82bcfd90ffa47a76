import { afterAll, describe, inject, test } from 'vitest';
import type { RunnerTestFile } from 'vitest';

import type { Case } from '../../model/case.ts';
import type { RunEvent } from '../../model/event.ts';
import { deferred } from './deferred.ts';
import type { RunJob } from './job.ts';
import { interruptType } from './messages.ts';
import type { Assignment, SuiteMeta, VerdictEvent } from './messages.ts';
import { createOutbox } from './outbox.ts';
import type { Outbox } from './outbox.ts';
import { showVerdict } from './show-verdict.ts';

/** A job that is ready to run in the worker. */
export type Judging = {
  readonly cases: readonly Pick<Case, 'id' | 'requirement' | 'title'>[];
  /** Gives every case a verdict, including stopped ones, and ends with the event `ended`. */
  run(listen: (event: RunEvent) => void, signal: AbortSignal): Promise<void>;
};

/** @throws {Error} when the job cannot be judged; the message becomes the reason of a lost target. */
export type Prepare = (job: RunJob, assignment: Assignment) => Promise<Judging>;

declare module 'vitest' {
  interface ProvidedContext {
    assay: Assignment;
  }
  interface TaskMeta extends SuiteMeta {}
}

/**
 * The worker's side: shows the jobs of one quota group as tests, one job after another. For each job a test `run` runs as long as the
 * engine and provides annotations for the outbox; one test per case awaits its verdict. To be awaited while the module is collected.
 */
export const serveJobs = async (prepare: Prepare): Promise<void> => {
  const assignment = inject('assay');
  const outbox = createOutbox();
  const interrupt = new AbortController();
  const release = holdSignals(interrupt, (error) => {
    for (const { target } of assignment.jobs) {
      outbox.post({ kind: 'failed', target: target.name, reason: `unhandled in the worker: ${errorText(error)}` });
    }
  });
  outbox.post({ kind: 'hello', pid: process.pid });

  let file: RunnerTestFile | undefined;
  for (const job of assignment.jobs) {
    const target = job.target.name;
    const judging = await prepare(job, assignment).catch((error: unknown): Judging => {
      outbox.post({ kind: 'failed', target, reason: errorText(error) });
      return { cases: [], run: () => Promise.resolve() };
    });
    const engine = engineOf(target, judging, outbox, interrupt.signal);
    describe(target, () => {
      test.concurrent('run', async ({ annotate, task }) => {
        ({ file } = task);
        outbox.open(annotate);
        let isOver = false;
        // The annotation is answered when the job is to be interrupted, or after the message `over`, when nothing is left to interrupt.
        const answered = annotate(target, interruptType).then(() => isOver || interrupt.abort());
        await engine.run();
        isOver = true;
        outbox.post({ kind: 'over', target });
        await outbox.settled();
        await answered;
      });
      for (const { id, requirement, title } of judging.cases) {
        test.concurrent(`${requirement} ${title}`, { meta: { assayCase: { target, id } } }, async ({ task, skip }) => {
          const event = await engine.verdictOf(id);
          if (event === undefined) throw new Error('The engine gave no verdict');
          task.meta.assayVerdict = event;
          showVerdict(event.verdict, skip);
        });
      }
    });
  }

  afterAll(() => {
    if (file) file.meta.assayRest = outbox.rest();
    release();
  });
};

/** Runs a job, so that any number of callers can await each verdict. */
const engineOf = (
  target: string,
  { cases, run }: Judging,
  outbox: Outbox,
  signal: AbortSignal,
): { readonly run: () => Promise<void>; readonly verdictOf: (id: string) => Promise<VerdictEvent | undefined> } => {
  const verdicts = new Map(cases.map(({ id }) => [id, deferred<VerdictEvent | undefined>()]));
  return {
    async run() {
      try {
        await run((event) => {
          outbox.post({ kind: 'event', target, event });
          if (event.type === 'verdict') verdicts.get(event.id)?.resolve(event);
        }, signal);
      } catch (error) {
        outbox.post({ kind: 'failed', target, reason: errorText(error) });
      } finally {
        for (const { resolve } of verdicts.values()) resolve(undefined);
      }
    },
    verdictOf: async (id) => verdicts.get(id)?.promise,
  };
};

/**
 * A terminal sends Ctrl-C to the worker too, and a signal may go to the whole process group: the worker ignores it and stops on request,
 * after its verdicts were delivered. An uncaught error is reported, and nothing more is judged after it. When the channel to the main
 * process is closed, nothing more is sent to a target.
 */
const holdSignals = (interrupt: AbortController, onUncaught: (error: unknown) => void): (() => void) => {
  const ignore = (): void => {};
  const stop = (): void => interrupt.abort();
  const onError = (error: unknown): void => {
    onUncaught(error);
    stop();
  };
  process.on('SIGINT', ignore).on('SIGTERM', ignore).on('disconnect', stop);
  process.on('uncaughtException', onError).on('unhandledRejection', onError);
  return () => {
    process.off('SIGINT', ignore).off('SIGTERM', ignore).off('disconnect', stop);
    process.off('uncaughtException', onError).off('unhandledRejection', onError);
  };
};

const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
