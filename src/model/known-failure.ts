/** A failure that is expected for the time being. Names one requirement or one case, never both. */
export type KnownFailure = {
  /** Name or glob of the targets at which it is expected; absent: at every one that the list is given for. */
  readonly target?: string;
  readonly requirement?: string;
  /** Id of a case. */
  readonly case?: string;
  /** Key of the operation that fails, where only that failure is known. */
  readonly operation?: string;
  /** What the failure is known by; another failure at the same place is another one. */
  readonly finding?: { readonly code?: string; readonly where?: string };
  /** Who answers for it. */
  readonly owner: string;
  readonly reason: string;
  /** The last day, in UTC, on which it is expected: YYYY-MM-DD. */
  readonly expires: string;
};

/** A known failure with the place in its file, for messages. */
export type ListedFailure = KnownFailure & {
  /** As people named it. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
};

/**
 * What came of a known failure: it fails as described (`expected`), it passes, it fails in another way (`changed`), its last day
 * is over (`expired`), or nothing was judged that could tell (`not-judged`).
 */
export const expectationStates = ['expected', 'passed', 'changed', 'expired', 'not-judged'] as const;
export type ExpectationState = (typeof expectationStates)[number];

/** A known failure held against the verdicts of one target. */
export type Expectation = ListedFailure & {
  readonly state: ExpectationState;
  /** The state in one sentence. */
  readonly told: string;
  /** Ids of the cases whose failure it excuses; none unless it is expected. */
  readonly excuses: readonly string[];
};
