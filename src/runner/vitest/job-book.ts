import type { RunEvent } from '../../model/event.ts';
import type { JobEnd } from './job.ts';
import type { CaseMark } from './messages.ts';

/** What was announced and what arrived, by target. */
export type JobBook = {
  /** The worker has these cases; told once, before their verdicts. */
  expect(target: string, cases: readonly CaseMark[]): void;
  /** Passes an event on. A verdict comes on two ways; the second is dropped. */
  hear(target: string, event: RunEvent): void;
  /** Something that makes the target lost. The first reason stays. */
  fail(target: string, reason: string): void;
  /** Everything that was announced arrived, and the engine said it has ended. */
  isFinished(target: string): boolean;
  /** What each job came to; `errors` are failures that nobody could assign to a job. */
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
    if (page === undefined) throw new Error(`A worker speaks of target "${target}", which it was not given`);
    return page;
  };
  const missing = ({ expected, received, hasEnded }: Page): string | undefined => {
    if (expected === undefined) return 'the worker ended before it told its cases';
    const count = [...expected].filter((id) => !received.has(id)).length;
    if (count > 0) return `${count} of ${expected.size} verdicts are missing`;
    return hasEnded ? undefined : 'the engine did not come to its end';
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
        if (page.expected?.has(event.id) !== true) page.failure ??= `a verdict came for "${event.id}", which was not announced`;
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
      const reported = [...pages].map(([target, page]): JobEnd => {
        const gap = missing(page);
        const reason = page.failure ?? (gap !== undefined && cause !== '' ? `${gap}: ${cause}` : gap);
        return reason === undefined ? { target, kind: 'complete' } : { target, kind: 'lost', reason };
      });
      // An error that no lost job explains may have spoilt any of them.
      const isExplained = cause === '' || reported.some(({ kind }) => kind === 'lost');
      return isExplained ? reported : reported.map(({ target }): JobEnd => ({ target, kind: 'lost', reason: cause }));
    },
  };
};
