import type { Contract } from '../model.ts';
import { isObject } from '../pointer.ts';
import { type Located, scopeAt } from '../schema/reference.ts';

type Document = Contract['document'];

export const jsonTypes = ['string', 'number', 'integer', 'boolean', 'object', 'array'] as const;
export type JsonType = (typeof jsonTypes)[number];

/** Schemas that a value has to fit together. */
export type Together = readonly Located[];

/** Bounds by keyword, the tightest of those that apply together. Exclusive ones are those of numbers. */
export const lowerLimits = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'] as const;
export const upperLimits = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'] as const;

/** A value with the place where it stands. */
export type Placed<T> = { readonly value: T; readonly pointer: string };

/** Everything that the schemas of one value say, with `$ref`, `allOf` and the chosen branches of `oneOf` and `anyOf` joined. */
export type Form = {
  /** Where the schema stands that the others come from. */
  readonly pointer: string;
  /** No value is allowed. */
  readonly isImpossible: boolean;
  /** Without null; null where every type is allowed. */
  readonly types: ReadonlySet<JsonType> | null;
  /** The same with types that are only implied, such as `object` by `properties`. */
  readonly impliedTypes: ReadonlySet<JsonType> | null;
  readonly values: Placed<readonly unknown[]> | undefined;
  /** The document says that further values may come. */
  readonly isExtensible: boolean;
  readonly limits: ReadonlyMap<string, Placed<number>>;
  readonly steps: readonly Placed<number>[];
  readonly isUnique: Placed<true> | undefined;
  readonly patterns: ReadonlyMap<string, string>;
  readonly formats: ReadonlyMap<string, string>;
  readonly members: ReadonlyMap<string, Together>;
  readonly required: ReadonlyMap<string, string>;
  /** What is allowed for members beside the named ones. */
  readonly further: 'any' | 'none' | Together;
  readonly prefix: readonly Together[];
  /** What is allowed for the elements after the prefix. */
  readonly elements: 'any' | 'none' | Together;
  readonly defaultValue: Placed<unknown> | undefined;
  readonly isDeprecated: boolean;
  readonly discriminator: Placed<{ readonly property: string; readonly mapped: readonly string[] }> | undefined;
  /** What else it asserts, by keyword: equal texts mean the same. */
  readonly others: ReadonlyMap<string, string>;
};

/** One way in which a value can fit: a branch chosen of each `oneOf` and `anyOf`. */
export type Alternative = { readonly name: string; readonly form: Form };

export type Alternatives = {
  readonly all: readonly Alternative[];
  readonly allowsNull: boolean;
  /** There are too many to compare one by one. */
  readonly isCut: boolean;
};

/** A schema at a pointer of the document. */
export const schemaAt = (document: Document, schema: unknown, pointer: string): Together => [
  { schema: typeof schema === 'boolean' || isObject(schema) ? schema : true, pointer, scope: scopeAt(document, pointer) },
];

/** What identifies schemas that apply together. */
export const keyOf = (together: Together): string => together.map(({ pointer }) => pointer).join(' ');
