import type { RowState } from '../comparison.ts';

/** Subjects of behaviour; rows of one group are shown together. */
export const behaviourGroups = {
  credentials: 'Credentials that should be refused',
  unknown: 'What does not exist',
  bodies: 'Faulty bodies',
  queries: 'Faulty queries',
  quota: 'Quota',
  errors: 'Errors',
  lists: 'Lists',
  answers: 'Answers',
} as const;
export type BehaviourGroup = keyof typeof behaviourGroups;

/** Something that a target did, in words that are the same in every run of it, and the operations at which it did so. */
export type SeenBehaviour = {
  readonly value: string;
  /** Keys of operations, `outside` for a path that no operation has; only some if there are many. */
  readonly operations: readonly string[];
  /** An exchange that shows it: its id, method and request target. Absent for what the contract declares. */
  readonly shown?: { readonly exchange: string; readonly sent: string };
};

/** Everything that a target did in a situation, each value once; or why nothing is known about it. */
export type BehaviourCell = {
  readonly values: readonly SeenBehaviour[];
  /** There were further values, too many to compare. */
  readonly isOpen?: true;
  /** Present if there are no values. */
  readonly why?: string;
};

/** What the targets do in the same situation, whatever their contracts say about it. */
export type BehaviourRow = {
  readonly kind: 'behaviour';
  /** Stable across releases, such as `mistake.credential-missing`. */
  readonly id: string;
  readonly group: BehaviourGroup;
  readonly title: string;
  readonly state: RowState;
  readonly cells: readonly BehaviourCell[];
};

/** Behaviour of one target. */
export type TargetBehaviour = {
  /** By the id of the row. */
  readonly cells: ReadonlyMap<string, BehaviourCell>;
  /** The contract by which the exchanges were read: that of the run, a later version of it, or none because it is gone. */
  readonly contract: 'same' | 'changed' | 'gone';
};
