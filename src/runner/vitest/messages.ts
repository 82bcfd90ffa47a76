import type { RunEvent } from '../../model/event.ts';
import type { RunJob } from './job.ts';

/** What a worker receives through Vitest's `provide`: over the channel between the processes, never by environment or file. */
export type Assignment = {
  /** Number of the quota group, from 1. */
  readonly group: number;
  readonly directory: string;
  /** The directory that relative paths of contracts start from. */
  readonly cwd: string;
  /** Judged one after another, because they share a quota. */
  readonly jobs: readonly RunJob[];
};

/** A message of a worker. */
export type Message =
  | { readonly kind: 'hello'; readonly pid: number }
  | { readonly kind: 'event'; readonly target: string; readonly event: RunEvent }
  | { readonly kind: 'failed'; readonly target: string; readonly reason: string }
  /** The engine has finished with the target, whatever the result. */
  | { readonly kind: 'over'; readonly target: string };

/** Messages of one worker in order; `first` is the number of the first one, counted from 0, so that repetition is harmless. */
export type Envelope = { readonly first: number; readonly messages: readonly Message[] };

/** Type of the annotations that contain an {@link Envelope} as JSON. */
export const annotationType = 'assay';

/**
 * Type of the annotation by which a running job asks to be interrupted: it is answered when that is wanted, or when the job is over.
 * Vitest's own cancelling is not reliable: each concurrent test that ends removes others from the list of running tests (4.1.12), and only
 * tests on that list have their signal aborted.
 */
export const interruptType = 'assay-interrupt';

/** Marks a test of the suite as that of a case. */
export type CaseMark = { readonly target: string; readonly id: string };

/** What tests and their file pass to the reporter; the keys are members of Vitest's `meta`. */
export type SuiteMeta = {
  /** On a test: the case that it shows; known from collection on. */
  assayCase?: CaseMark;
  /** On a test: the verdict event of its case, once it is known. */
  assayVerdict?: VerdictEvent;
  /** On the file: what could not be annotated any more. */
  assayRest?: Envelope;
};

export type VerdictEvent = RunEvent & { readonly type: 'verdict' };
