import type { Schema } from '../../../contract/model.ts';
import { isObject } from '../../../model/json.ts';

/** Judges a value by a schema. `excused` are names that may be absent although they are required. */
export type Judge = (schema: Schema, value: unknown, excused?: ReadonlySet<string>) => boolean;

/** What a keyword may use besides its own value. */
export type Around = {
  /** The schema that holds the keyword. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Judges what is inside the value. */
  readonly judge: Judge;
  /** Judges the value itself. */
  readonly here: (schema: Schema) => boolean;
  readonly excused: ReadonlySet<string>;
  /** The schema that a `$ref` names; undefined where it names none. */
  readonly resolve: (ref: string) => Schema | undefined;
  readonly formats: boolean;
};

/** Does a value meet a keyword? Keywords about another type of value are met. */
export type Keyword = (given: unknown, value: unknown, around: Around) => boolean;

/** A keyword's value as a schema; a value that is no schema accepts everything. */
export const schemaIn = (value: unknown): Schema => (typeof value === 'boolean' || isObject(value) ? value : true);

export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
