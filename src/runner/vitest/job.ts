import type { RunEvent } from '../../model/event.ts';
import type { Secrets, Target } from '../../model/target.ts';
import type { Selection } from '../../plan/selection.ts';

/** Everything that judging one target takes. Plain data: it crosses a process boundary, the secrets with it and nowhere else. */
export type RunJob = {
  readonly target: Target;
  readonly secrets: Secrets;
  /** Name of a shipped contract, or path of an OpenAPI document. */
  readonly contract: string;
  /** The announcer found no fault in the document, so that the worker need not look for any again. */
  readonly isProven: boolean;
  readonly seed: number;
  readonly nonce: string;
  readonly selection: Selection;
  readonly maxRequests?: number;
  readonly size?: number;
  /** Requests a second. */
  readonly rate?: number;
  readonly concurrency: number;
  readonly timeBudgetSeconds?: number;
  /** Digest of the plan that was announced; the worker must come to the same. */
  readonly planDigest: string;
};

/** Whether everything that was planned for a target arrived. A lost target is our fault, never its own. */
export type JobEnd =
  | { readonly target: string; readonly kind: 'complete' }
  | { readonly target: string; readonly kind: 'lost'; readonly reason: string };

export type RunJobsOptions = {
  /** Directory of the run, for the exchanges and the clean-up ledger. */
  readonly directory: string;
  /** Hears every event of every target once, in order within a target. */
  onEvent(target: string, event: RunEvent): void;
  /** Ends the run early: open cases become `stopped`. */
  readonly signal: AbortSignal;
  /**
   * A worker that says nothing for so long, announced waits and the target's own time limit not counted, is killed.
   * Default: 60 s.
   */
  readonly silenceMs?: number;
};
