import type { RunEvent } from '../../model/event.ts';
import type { JobEnd } from './job.ts';
import type { CaseMark } from './messages.ts';

/** What was announced and what was received, by target. */
export type JobBook = {
  /** The worker has these cases; called once, before their verdicts. */
  expect(target: string, cases: readonly CaseMark[]): void;
  /** Passes an event on. A verdict arrives twice; the second one is dropped. */
  hear(target: string, event: RunEvent): void;
  /** Records a reason why the target is lost. The first reason is kept. */
  fail(target: string, reason: string): void;
  /** Everything that was announced was received, and the engine reported its end. */
  isFinished(target: string): boolean;
  /** The end of each job; `errors` are failures that belong to no known job. */
  ends(errors: readonly string[]): readonly JobEnd[];
};

type Page = { expected: Set<string> | undefined; readonly received: Set<string>; hasEnded: boolean; failure: string | undefined };

export const createJobBook = (targets: readonly string[], onEvent: (target: string, event: RunEvent) => void): JobBook => {
  const pages = new Map<string, Page>();
  for (const target of targets) {
    if (pages.has(target)) throw new Error(`Cannot run two jobs for one target "${target}": name each target once`);
    pages.set(target, { expected: undefined, received: new Set(), hasEnded: false, failure: undefined });
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
    expect(target, cases) {
      pageOf(target).expected = new Set(cases.map(({ id }) => id));
    },
    hear(target, event) {
      const page = pageOf(target);
      if (event.type === 'verdict') {
        if (page.received.has(event.id)) return;
        page.received.add(event.id);
        if (page.expected?.has(event.id) !== true) page.failure ??= `a verdict was received for "${event.id}", which was not announced`;
      }
      if (event.type === 'ended') page.hasEnded = true;
      onEvent(target, event);
    },
    fail(target, reason) {
      pageOf(target).failure ??= reason;
    },
    isFinished: (target) => missing(pageOf(target)) === undefined,
    ends(errors) {
      const cause = [...new Set(errors)].join('; ');
      const ends = [...pages].map(([target, page]): JobEnd => {
        const gap = missing(page);
        const reason = page.failure ?? (gap !== undefined && cause !== '' ? `${gap}: ${cause}` : gap);
        return reason === undefined ? { target, kind: 'complete' } : { target, kind: 'lost', reason };
      });
      // An error that no lost job explains may have affected any of them.
      const isExplained = cause === '' || ends.some(({ kind }) => kind === 'lost');
      return isExplained ? ends : ends.map(({ target }): JobEnd => ({ target, kind: 'lost', reason: cause }));
    },
  };
};
