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
  /** Where the operation stands, references followed. */
  readonly pointer: string;
  /** Where its path item stands, references followed. */
  readonly itemPointer: string;
};

export type RuleInput = { readonly document: Mutable; readonly edition: Edition; readonly operations: readonly WrittenOperation[] };

/**
 * Something that the specification asks of several objects together, which no schema of one object can say. A rule may mend
 * the document where the author's meaning is plain.
 */
export type Rule = (input: RuleInput) => readonly Defect[];

/** A defect that keeps no operation from being used. */
export const note = (rule: string, pointer: string, message: string): Defect => ({ rule, pointer, message, operations: [] });
