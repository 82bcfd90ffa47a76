import type { Reporter, SerializedError, TestProject } from 'vitest/node';

import type { Interrupts } from './interrupts.ts';
import type { JobBook } from './job-book.ts';
import { annotationType, interruptType } from './messages.ts';
import type { Assignment, Envelope, VerdictEvent } from './messages.ts';
import type { WorkerWatch } from './worker-watch.ts';

/** One worker: its assignment, its watch, and how many of its messages were received. */
export type Group = { readonly assignment: Assignment; readonly watch: WorkerWatch; heard: number };

export type SuiteReporterInput = {
  /** By project name. */
  readonly groups: ReadonlyMap<string, Group>;
  readonly book: JobBook;
  readonly interrupts: Interrupts;
  /** Receives failures that belong to no known job. */
  readonly errors: string[];
};

/** Receives the messages of the workers and enters them into the book. The only visible part of Vitest. */
export const createSuiteReporter = ({ groups, book, interrupts, errors }: SuiteReporterInput): Reporter => {
  const groupOf = ({ name }: TestProject): Group => {
    const group = groups.get(name);
    if (group === undefined) throw new Error(`Vitest ran a project "${name}" that it was not given`);
    return group;
  };
  const receive = (group: Group, { first, messages }: Envelope): void => {
    for (const message of messages.slice(Math.max(0, group.heard - first))) {
      group.heard += 1;
      group.watch.hear(message);
      if (message.kind === 'event') book.hear(message.target, message.event);
      if (message.kind === 'failed') book.fail(message.target, message.reason);
      if (message.kind === 'over') interrupts.answer(message.target);
    }
  };
  // A test can end before the annotation with its verdict arrives. Annotations define the order; this adds the verdicts that they lost.
  const shown: [target: string, verdict: VerdictEvent][] = [];

  return {
    onTestModuleQueued: ({ project }) => groupOf(project).watch.begin(),
    onTestModuleCollected(module) {
      const marks = [...module.children.allTests()].flatMap((test) => test.meta().assayCase ?? []);
      for (const { target } of groupOf(module.project).assignment.jobs) {
        const cases = marks.filter((mark) => mark.target === target.name);
        book.expect(target.name, cases);
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
      for (const module of modules) {
        const [error] = module.errors();
        if (error === undefined) continue;
        for (const { target } of groupOf(module.project).assignment.jobs) {
          book.fail(target.name, `the suite could not be run: ${errorText(error)}`);
        }
      }
      errors.push(...unhandled.map(errorText));
    },
  };
};

const envelopeOf = (text: string): Envelope => JSON.parse(text);

const errorText = (error: SerializedError): string => {
  const cause: unknown = error['cause'];
  const deeper = typeof cause === 'object' && cause !== null && 'message' in cause ? ` (${String(cause.message)})` : '';
  return `${error.message}${deeper}`;
};
