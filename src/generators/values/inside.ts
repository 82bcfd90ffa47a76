import type { Made } from './made.ts';
import type { SchemaAt } from './reference.ts';

/** The context in which a value is made. */
export type Inside = {
  /** Arrays and objects around the value. */
  readonly depth: number;
  /** Only what a finite value needs is made. */
  readonly minimal: boolean;
  /** Values for a location inside this one, which several schemas may describe. */
  make(nodes: readonly SchemaAt[]): Made;
  /** Does a value match several schemas. */
  judge(nodes: readonly SchemaAt[], value: unknown): boolean;
  /** Is a member left out in the direction that values are made for. */
  isHidden(nodes: readonly SchemaAt[]): boolean;
  /** Names of members that are left out. */
  hiddenIn(nodes: readonly SchemaAt[]): ReadonlySet<string>;
  note(pointer: string, note: string): void;
};
