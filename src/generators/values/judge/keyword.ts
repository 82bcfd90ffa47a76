import type { Schema } from '../../../contract/model.ts';
import { isObject } from '../../../model/json.ts';

/** Judges a value by a schema. `excused` are names that need not be there although they are required. */
export type Judge = (schema: Schema, value: unknown, excused?: ReadonlySet<string>) => boolean;

/** What a keyword may look at beside its own value. */
export type Around = {
  /** The schema that holds the keyword. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** For what stands inside the value. */
  readonly judge: Judge;
  /** For the value itself. */
  readonly here: (schema: Schema) => boolean;
  readonly excused: ReadonlySet<string>;
  /** What a `$ref` names; undefined where it names nothing. */
  readonly resolve: (ref: string) => Schema | undefined;
  readonly formats: boolean;
};

/** Does a value hold what a keyword asks for. Keywords about another type of value hold. */
export type Keyword = (given: unknown, value: unknown, around: Around) => boolean;

/** A value in the place of a schema; what is none asks for nothing. */
export const schemaIn = (value: unknown): Schema => (typeof value === 'boolean' || isObject(value) ? value : true);

export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
