import type { RunEvent } from '../../model/event.ts';
import type { RunJob } from './job.ts';

/** What a worker is given, by Vitest's `provide`: over the channel between the processes, never by environment or file. */
export type Assignment = {
  /** Number of the quota group, from 1. */
  readonly group: number;
  readonly directory: string;
  /** Where relative paths of contracts start. */
  readonly cwd: string;
  /** Judged one after another: they share a quota. */
  readonly jobs: readonly RunJob[];
};

/** What a worker says. */
export type Message =
  | { readonly kind: 'hello'; readonly pid: number }
  | { readonly kind: 'event'; readonly target: string; readonly event: RunEvent }
  | { readonly kind: 'failed'; readonly target: string; readonly reason: string }
  /** The engine is done with the target, whatever came of it. */
  | { readonly kind: 'over'; readonly target: string };

/** Messages of one worker in order; `first` numbers the first of them from 0, so that repetition is harmless. */
export type Envelope = { readonly first: number; readonly messages: readonly Message[] };

/** Type of the annotations that carry an {@link Envelope} as JSON. */
export const annotationType = 'assay';

/**
 * Type of the annotation by which a running job asks to be interrupted: it is answered when that is wanted, or when the
 * job is over. Vitest's own cancelling does not reach it dependably: of concurrent tests each that ends takes others off
 * the list of running tests (4.1.12), and only the tests on that list have their signal aborted.
 */
export const interruptType = 'assay-interrupt';

/** What marks a test of the suite as that of a case. */
export type CaseMark = { readonly target: string; readonly id: string };

/** What tests and their file carry to the reporter; the keys are members of Vitest's `meta`. */
export type SuiteMeta = {
  /** On a test: which case it shows; known from collection on. */
  assayCase?: CaseMark;
  /** On a test: the verdict event of its case, once it is there. */
  assayVerdict?: VerdictEvent;
  /** On the file: what could not be annotated any more. */
  assayRest?: Envelope;
};

export type VerdictEvent = RunEvent & { readonly type: 'verdict' };
