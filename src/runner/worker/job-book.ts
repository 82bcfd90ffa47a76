import type { RunEvent } from '../../model/event.ts';
import type { JobEnd } from './job.ts';

/** What was announced and what was received, by target. */
export type JobBook = {
  /** The worker has these cases; called once, before their verdicts. */
  expect(target: string, ids: readonly string[]): void;
  /** Passes an event on. */
  hear(target: string, event: RunEvent): void;
  /** Records a reason why the target is lost. The first reason is kept. */
  fail(target: string, reason: string): void;
  /** Records that the target was ended from outside, with the reason. What was received entirely before that stays complete. */
  cut(target: string, message: string): void;
  /** Records that the worker of the target has ended, and how where that was not of itself. */
  close(target: string, how: string | undefined): void;
  /** Everything that was announced was received, and the engine reported its end. */
  isFinished(target: string): boolean;
  /** The end of each job. */
  ends(): readonly JobEnd[];
};

type Page = {
  expected: ReadonlySet<string> | undefined;
  readonly received: Set<string>;
  hasEnded: boolean;
  failure: string | undefined;
  cut: string | undefined;
  how: string | undefined;
};

export const createJobBook = (targets: readonly string[], onEvent: (target: string, event: RunEvent) => void): JobBook => {
  const pages = new Map<string, Page>();
  for (const target of targets) {
    if (pages.has(target)) throw new Error(`Cannot run two jobs for one target "${target}": name each target once`);
    pages.set(target, { expected: undefined, received: new Set(), hasEnded: false, failure: undefined, cut: undefined, how: undefined });
  }
  const pageOf = (target: string): Page => {
    const page = pages.get(target);
    if (page === undefined) throw new Error(`A worker reports target "${target}", which it was not given`);
    return page;
  };
  const missing = ({ expected, received, hasEnded }: Page): string | undefined => {
    if (expected === undefined) return 'the worker ended before it announced its cases';
    const count = [...expected].filter((id) => !received.has(id)).length;
    if (count > 0) return `${count} of ${expected.size} verdicts are missing`;
    return hasEnded ? undefined : 'the engine did not reach its end';
  };

  return {
    expect(target, ids) {
      pageOf(target).expected = new Set(ids);
    },
    hear(target, event) {
      const page = pageOf(target);
      if (event.type === 'verdict') {
        page.received.add(event.id);
        if (page.expected?.has(event.id) !== true) page.failure ??= `a verdict was received for "${event.id}", which was not announced`;
      }
      if (event.type === 'ended') page.hasEnded = true;
      onEvent(target, event);
    },
    fail(target, reason) {
      pageOf(target).failure ??= reason;
    },
    cut(target, message) {
      pageOf(target).cut ??= message;
    },
    close(target, how) {
      pageOf(target).how = how;
    },
    isFinished: (target) => missing(pageOf(target)) === undefined,
    ends: () =>
      [...pages].map(([target, page]): JobEnd => {
        const gap = missing(page);
        if (gap !== undefined && page.cut !== undefined && page.failure === undefined)
          return { target, kind: 'stopped', message: page.cut };
        const reason = page.failure ?? (gap !== undefined && page.how !== undefined ? `${gap}: ${page.how}` : gap);
        return reason === undefined ? { target, kind: 'complete' } : { target, kind: 'lost', reason };
      }),
  };
};
