/** A failure that is accepted until a day. It names one requirement or one case, never both. */
export type KnownFailure = {
  /** Name or glob of the targets to which it applies; absent where it applies to every target of the list. */
  readonly target?: string;
  readonly requirement?: string;
  /** Id of a case. */
  readonly case?: string;
  /** Key of the operation, where only its failure is known. */
  readonly operation?: string;
  /** The code and location of the known finding; a failure with another one is a different failure. */
  readonly finding?: { readonly code?: string; readonly where?: string };
  /** Who is responsible for it. */
  readonly owner: string;
  readonly reason: string;
  /** The last day, in UTC, on which it is expected: YYYY-MM-DD. */
  readonly expires: string;
};

/** A known failure with its position in its file, for messages. */
export type ListedFailure = KnownFailure & {
  /** As the operator named it. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
};

/**
 * The state of a known failure after a run: it fails as described (`expected`), it passes, it fails in another way (`changed`), its last
 * day is over (`expired`), or nothing about it was judged (`not-judged`).
 */
export const expectationStates = ['expected', 'passed', 'changed', 'expired', 'not-judged'] as const;
export type ExpectationState = (typeof expectationStates)[number];

/** A known failure compared with the verdicts of one target. */
export type Expectation = ListedFailure & {
  readonly state: ExpectationState;
  /** The state in one sentence. */
  readonly told: string;
  /** Ids of the cases whose failure it excuses; empty unless it is expected. */
  readonly excuses: readonly string[];
};
