import type { Defect } from '../judge-document.ts';
import type { Edition } from '../structure.ts';
import type { Mutable } from '../walk.ts';

/** An operation as the document writes it. */
export type WrittenOperation = {
  /** `GET /books`. */
  readonly key: string;
  readonly path: string;
  readonly method: string;
  readonly operation: Mutable;
  readonly item: Mutable;
  /** Pointer of the operation, references followed. */
  readonly pointer: string;
  /** Pointer of its path item, references followed. */
  readonly itemPointer: string;
};

export type RuleInput = { readonly document: Mutable; readonly edition: Edition; readonly operations: readonly WrittenOperation[] };

/**
 * A rule of the specification about several objects together, which no schema of one object can express. It may mend the document where the
 * author's meaning is plain.
 */
export type Rule = (input: RuleInput) => readonly Defect[];

/** A defect that does not prevent the use of any operation. */
export const note = (rule: string, pointer: string, message: string): Defect => ({ rule, pointer, message, operations: [] });
