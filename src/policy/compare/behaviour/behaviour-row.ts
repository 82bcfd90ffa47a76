import type { RowState } from '../comparison.ts';

/** What a row of behaviour is about; rows of one group stand together. */
export const behaviourGroups = {
  credentials: 'Credentials that ought to be refused',
  unknown: 'What is not there',
  bodies: 'Faulty bodies',
  queries: 'Faulty queries',
  quota: 'Quota',
  errors: 'Errors',
  lists: 'Lists',
  answers: 'Answers',
} as const;
export type BehaviourGroup = keyof typeof behaviourGroups;

/** Something that a target did, in words that are the same in every run of it, and where. */
export type SeenBehaviour = {
  readonly value: string;
  /** Keys of operations, `outside` for a path that no operation has; not all of many. */
  readonly operations: readonly string[];
  /** An exchange that shows it: its id, method and request target. Absent where the contract says it. */
  readonly shown?: { readonly exchange: string; readonly sent: string };
};

/** All that a target did, each once; or why nothing is known of it. */
export type BehaviourCell = {
  readonly values: readonly SeenBehaviour[];
  /** Other values were seen beside these: more than can be compared. */
  readonly isOpen?: true;
  /** Present where there are no values. */
  readonly why?: string;
};

/** What the targets do in one and the same situation, whatever their contracts say about it. */
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
  /** What it was read by: the contract of the run, what that has become since, or none, because it is gone. */
  readonly contract: 'same' | 'changed' | 'gone';
};
