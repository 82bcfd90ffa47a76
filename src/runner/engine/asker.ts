/** For whom something is sent. It is handed down from the engine to the wire; what several ask for is asked for by the first of them. */
export type Asker = {
  /** Id of the case; absent outside cases, as in preflight. */
  readonly case?: string;
  /** The scenario that is run for it, by its key among those of a round; absent where a check itself asks. */
  readonly scenario?: { readonly round: 1 | 2; readonly key: string };
};

/** The engine itself asks, for no case. */
export const nobody: Asker = {};
