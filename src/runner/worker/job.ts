import type { RunEvent } from '../../model/event.ts';
import type { Plan } from '../../model/case.ts';
import type { Shard } from '../../model/shard.ts';
import type { Secrets, Target } from '../../model/target.ts';
import type { TraceHead } from '../../model/trace.ts';
import type { Resumed } from '../engine/recall.ts';

/** Everything that is needed to judge one target. Plain data: it is sent to another process, including the secrets, and nowhere else. */
export type RunJob = {
  readonly target: Target;
  readonly secrets: Secrets;
  /** Name of a shipped contract, path of an OpenAPI document, or the address that it was fetched from. */
  readonly contract: string;
  /** The text of the document, where that was fetched. */
  readonly document?: string;
  /** The main process found no fault in the document, so that the worker need not check it again. */
  readonly isProven: boolean;
  readonly seed: number;
  readonly nonce: string;
  /** The announced plan: to make it again would take a large part of a short run. */
  readonly plan: Plan;
  /** Digest of the contract that it was made for; the worker must read the same one. */
  readonly contractDigest: string;
  /** Other parts of a split run judge the target too. */
  readonly torn?: {
    readonly shard: Shard;
    /** Of the cases that this part tries at some of their places only, the numbers of these places, from 0. */
    readonly places: readonly (readonly [id: string, places: readonly number[]])[];
  };
  /** How many parts of a split run use the quota at the same time; absent: only this one. */
  readonly sharedBy?: number;
  readonly maxRequests?: number;
  readonly size?: number;
  /** Requests per second. */
  readonly rate?: number;
  readonly concurrency: number;
  readonly timeBudgetSeconds?: number;
  /** What an interrupted run had judged of the plan; its exchanges and its ledger are in the directory. */
  readonly resumed?: Resumed;
  /** The trace that requests name, where they are to name one. */
  readonly trace?: TraceHead;
};

/**
 * Whether everything that was planned for a target was received. A `stopped` one was ended from outside because the run was interrupted; a lost one is a fault of this
 * program, never of the target.
 */
export type JobEnd =
  | { readonly target: string; readonly kind: 'complete' }
  | { readonly target: string; readonly kind: 'stopped'; readonly message: string }
  | { readonly target: string; readonly kind: 'lost'; readonly reason: string };

/** Longest time of an orderly stop: that of the clean-up of a target, and some for what is around it. */
export const stopWithinMs = 90_000;

export type RunJobsOptions = {
  /** Directory of the run, for the exchanges and the ledger of creations. */
  readonly directory: string;
  /** Receives every event of every target once, in order within a target. */
  onEvent(target: string, event: RunEvent): void;
  /** Ends the run early: open cases become `stopped`. */
  readonly signal: AbortSignal;
  /** Longest time in which a run that is to end early does so in an orderly way; then its workers are killed. Default: {@link stopWithinMs}. */
  readonly stopMs?: number;
  /** A worker that sends nothing for so long is killed; announced waits and the target's own time limit do not count. Default: 60 s. */
  readonly silenceMs?: number;
  /** Most processes at the same time. Default: four for each processor, and at least eight. */
  readonly workers?: number;
};
