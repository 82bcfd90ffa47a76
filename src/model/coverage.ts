/** Something that only the operator can supply, by the name that config and flags have for it. */
export type Prerequisite = {
  readonly kind: 'permission' | 'credential' | 'fixture' | 'setting';
  /** Of a setting the JSON pointer of its place below the target in the config. */
  readonly name: string;
};

export const prerequisiteKinds = ['permission', 'credential', 'fixture', 'setting'] as const satisfies readonly Prerequisite['kind'][];

/** Operations that were not reached for the same reason. */
export type Unreached = {
  readonly reason: string;
  /** What the operator has to supply so that they can be called; absent where nothing of the kind would help. */
  readonly lacks?: readonly Prerequisite[];
  /** Keys, in the order of the document. */
  readonly operations: readonly string[];
};

/**
 * How much of a contract a run came to. An operation is reached once a request to it without a fault, with a valid credential where it
 * asks for one, got an answer of the class that the document describes for success.
 */
export type Coverage = {
  /** Operations of the contract that the user selected. */
  readonly operations: number;
  readonly reached: number;
  /** Those that were left out by `--only` or `--skip`; they are in neither number. */
  readonly notSelected: number;
  readonly unreached: readonly Unreached[];
  /** Credentials that were given, and that no operation asks for or no request carried. */
  readonly unusedCredentials: readonly { readonly name: string; readonly reason: string }[];
};
