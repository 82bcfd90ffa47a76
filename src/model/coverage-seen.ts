/** What the requests to one operation were, and what came back, as one part of a split run saw it. Texts of the document, statuses and media types. */
export type OperationSeen = {
  readonly operation: string;
  /** One of them exercised it. */
  readonly isExercised: boolean;
  /** How often each other answer came to a request as it is documented. */
  readonly outcomes: readonly (readonly [words: string, count: number])[];
  readonly cells: CellsSeen;
};

/** The sets from which the cells of an operation are made, see {@link OperationCoverage}. */
export type CellsSeen = {
  readonly requests: number;
  readonly answered: number;
  readonly statuses: readonly string[];
  readonly otherStatuses: readonly string[];
  readonly sent: readonly string[];
  readonly left: readonly string[];
  readonly values: readonly (readonly [parameter: string, values: readonly string[]])[];
  readonly requestTypes: readonly string[];
  readonly responseTypes: readonly string[];
  readonly otherTypes: readonly string[];
  readonly security: readonly string[];
  /** By the pointer of a schema, with the first status that came with it. */
  readonly branches: readonly { readonly schema: string; readonly status: number; readonly shown: readonly string[] }[];
};

/** What one part of a split run saw of a contract, so that it can be joined with what others saw. */
export type CoverageSeen = {
  readonly operations: readonly OperationSeen[];
  /** Names of the credentials that requests carried. */
  readonly carried: readonly string[];
  /** As the plan has them, see {@link Plan}. */
  readonly notSelected?: readonly string[];
  readonly spared?: Readonly<Record<string, string>>;
};
