import type { RunEvent } from '../../model/event.ts';
import type { RunJob } from './job.ts';

type VerdictEvent = Extract<RunEvent, { type: 'verdict' }>;

/** An event on its way to the main process. A verdict on a case of the plan leaves the case out: both sides have it. */
export type SentEvent = Exclude<RunEvent, VerdictEvent> | (Omit<VerdictEvent, 'case'> & Partial<Pick<VerdictEvent, 'case'>>);

/** What a worker is given: over the channel between the processes, never by environment or file. */
export type Assignment = {
  /** Number of the quota group, from 1. */
  readonly group: number;
  readonly directory: string;
  /** The directory that relative paths of contracts start from. */
  readonly cwd: string;
  /** Judged one after another, because they share a quota. */
  readonly jobs: readonly RunJob[];
};

/** A message to a worker: its assignment, which comes first, and the wish that it stop early. */
export type Order = { readonly kind: 'judge'; readonly assignment: Assignment } | { readonly kind: 'interrupt' };

/** A message of a worker. */
export type Message =
  /** The cases of a target, before its events. */
  | { readonly kind: 'cases'; readonly target: string; readonly ids: readonly string[] }
  /** Several are verdicts that followed each other. */
  | { readonly kind: 'events'; readonly target: string; readonly events: readonly SentEvent[] }
  | { readonly kind: 'failed'; readonly target: string; readonly reason: string };
