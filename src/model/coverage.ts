/** Something that only the operator can supply, by its name in config and flags. */
export type Prerequisite = {
  readonly kind: 'permission' | 'credential' | 'fixture' | 'setting';
  /** Of a setting the JSON pointer to it below the target in the config. */
  readonly name: string;
};

export const prerequisiteKinds = ['permission', 'credential', 'fixture', 'setting'] as const satisfies readonly Prerequisite['kind'][];

/** Operations that were not reached for the same reason. */
export type Unreached = {
  readonly reason: string;
  /** What the operator has to supply so that they can be called; absent where that would not help. */
  readonly lacks?: readonly Prerequisite[];
  /** Their keys, in the order of the document. */
  readonly operations: readonly string[];
};

/**
 * How much of a contract a run reached. An operation is reached by a request without faults, with a valid credential where it requires one,
 * whose answer has a status of the class that the document describes for success.
 */
export type Coverage = {
  /** Operations of the contract that the user selected. */
  readonly operations: number;
  readonly reached: number;
  /** Operations that `--only` or `--skip` left out; they are in neither number. */
  readonly notSelected: number;
  readonly unreached: readonly Unreached[];
  /** Given credentials that no operation requires or no request used. */
  readonly unusedCredentials: readonly { readonly name: string; readonly reason: string }[];
};
