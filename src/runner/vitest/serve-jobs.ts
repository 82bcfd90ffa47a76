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

/** A job made ready in the worker: what will be judged, and how to set it going. */
export type Judging = {
  readonly cases: readonly Pick<Case, 'id' | 'requirement' | 'title'>[];
  /** Gives every case a verdict, stopped ones too, and ends with the event `ended`. */
  run(listen: (event: RunEvent) => void, signal: AbortSignal): Promise<void>;
};

/** @throws {Error} when the job cannot be judged; the reason is told as that of a lost target. */
export type Prepare = (job: RunJob, assignment: Assignment) => Promise<Judging>;

declare module 'vitest' {
  interface ProvidedContext {
    assay: Assignment;
  }
  interface TaskMeta extends SuiteMeta {}
}

/**
 * The worker's side: shows the jobs of one quota group as tests, one job after another. For each a test `run` lives as
 * long as the engine and lends its annotations to the outbox; one test a case awaits its verdict. To be awaited while
 * the module is collected.
 */
export const serveJobs = async (prepare: Prepare): Promise<void> => {
  const assignment = inject('assay');
  const outbox = createOutbox();
  const interrupt = new AbortController();
  const release = holdSignals(interrupt, (error) => {
    for (const { target } of assignment.jobs) {
      outbox.post({ kind: 'failed', target: target.name, reason: `unhandled in the worker: ${reported(error)}` });
    }
  });
  outbox.post({ kind: 'hello', pid: process.pid });

  let file: RunnerTestFile | undefined;
  for (const job of assignment.jobs) {
    const target = job.target.name;
    const judging = await prepare(job, assignment).catch((error: unknown): Judging => {
      outbox.post({ kind: 'failed', target, reason: reported(error) });
      return { cases: [], run: () => Promise.resolve() };
    });
    const engine = engineOf(target, judging, outbox, interrupt.signal);
    describe(target, () => {
      test.concurrent('run', async ({ annotate, task }) => {
        ({ file } = task);
        outbox.open(annotate);
        let isOver = false;
        // The answer is the interruption, or, with nothing to interrupt any more, comes for the message `over`.
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

/** Runs a job and lets each of its verdicts be awaited, by however many. */
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
        outbox.post({ kind: 'failed', target, reason: reported(error) });
      } finally {
        for (const { resolve } of verdicts.values()) resolve(undefined);
      }
    },
    verdictOf: async (id) => verdicts.get(id)?.promise,
  };
};

/**
 * A terminal sends Ctrl-C to the worker too, and whoever ends the command may signal the whole group: the worker stops
 * when it is told to, not before its verdicts are delivered. What nobody caught is told, and nothing more is judged after it;
 * and where nobody is left to hear the verdicts, nothing more is sent to a target.
 */
const holdSignals = (interrupt: AbortController, onUncaught: (error: unknown) => void): (() => void) => {
  const ignore = (): void => {};
  const stop = (): void => interrupt.abort();
  const tell = (error: unknown): void => {
    onUncaught(error);
    stop();
  };
  process.on('SIGINT', ignore).on('SIGTERM', ignore).on('disconnect', stop);
  process.on('uncaughtException', tell).on('unhandledRejection', tell);
  return () => {
    process.off('SIGINT', ignore).off('SIGTERM', ignore).off('disconnect', stop);
    process.off('uncaughtException', tell).off('unhandledRejection', tell);
  };
};

const reported = (error: unknown): string => (error instanceof Error ? error.message : String(error));
