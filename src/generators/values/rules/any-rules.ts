import type { FlatPart } from '../flatten.ts';
import { jsonKey, type JsonType, jsonTypes } from '../json-value.ts';
import { listsGiven } from './given.ts';

/** A value that the document prints for a schema. */
export type Printed = { readonly value: unknown; readonly pointer: string };

export type AnyRules = {
  readonly types: ReadonlySet<JsonType>;
  /** A number must be whole. */
  readonly whole: boolean;
  /** No `type` is written. */
  readonly isOpen: boolean;
  /** Types that the keywords apply to where no `type` is written; empty where one is, or where no keyword indicates any. */
  readonly meant: ReadonlySet<JsonType>;
  /** Values of `enum` and `const`; undefined where none are listed. */
  readonly listed: readonly unknown[] | undefined;
  /** Values of `examples`, `example` and `default`. */
  readonly printed: readonly Printed[];
};

const aboutTypes: Readonly<Record<Exclude<JsonType, 'boolean' | 'null'>, readonly string[]>> = {
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  string: ['minLength', 'maxLength', 'pattern', 'format', 'contentEncoding'],
  array: ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains', 'unevaluatedItems'],
  object: [
    'properties',
    'required',
    'additionalProperties',
    'patternProperties',
    'minProperties',
    'maxProperties',
    'propertyNames',
    'dependentRequired',
    'dependentSchemas',
    'unevaluatedProperties',
  ],
};

const typesOf = ({ schema }: FlatPart): { readonly types: ReadonlySet<JsonType>; readonly whole: boolean } | undefined => {
  const { type } = schema;
  if (type === undefined) return undefined;
  const names: readonly unknown[] = Array.isArray(type) ? type : [type];
  const types = new Set(jsonTypes.filter((one) => names.includes(one)));
  const whole = names.includes('integer') && !types.has('number');
  if (whole) types.add('number');
  return { types, whole };
};

const printedIn = ({ schema, pointer }: FlatPart): Printed[] => {
  const { examples, example } = schema;
  const several = Array.isArray(examples) ? examples.map((value: unknown, n) => ({ value, pointer: `${pointer}/examples/${n}` })) : [];
  const single = example === undefined ? [] : [{ value: example, pointer: `${pointer}/example` }];
  const fallback = schema['default'] === undefined ? [] : [{ value: schema['default'], pointer: `${pointer}/default` }];
  return [...several, ...single, ...fallback];
};

/** JSON Schema 2020-12, Validation sections 6.1 and 9. */
export const anyRules = (parts: readonly FlatPart[]): AnyRules => {
  const declared = parts.flatMap((part) => typesOf(part) ?? []);
  const types = new Set(jsonTypes.filter((one) => declared.every((each) => each.types.has(one))));
  const about = (Object.entries(aboutTypes) as [JsonType, readonly string[]][]).filter(([, keywords]) =>
    parts.some(({ schema }) => keywords.some((keyword) => schema[keyword] !== undefined)),
  );
  const enums = listsGiven(parts, 'enum').map(({ value }) => value);
  const consts = parts.flatMap(({ schema }) => (Object.hasOwn(schema, 'const') ? [[schema['const']]] : []));
  return {
    types,
    // Formats of whole numbers also stand beside `type: number`.
    whole: declared.some(({ whole }) => whole) || parts.some(({ schema: { format } }) => format === 'int32' || format === 'int64'),
    isOpen: declared.length === 0,
    meant: new Set(declared.length > 0 ? [] : about.map(([type]) => type)),
    listed: commonValues([...enums, ...consts]),
    printed: parts.flatMap(printedIn),
  };
};

/** Values that all of several lists hold, each once. */
const commonValues = (lists: readonly (readonly unknown[])[]): readonly unknown[] | undefined => {
  const [first, ...others] = lists;
  if (!first) return undefined;
  const keys = others.map((list) => new Set(list.map(jsonKey)));
  const common = new Map(first.map((value) => [jsonKey(value), value] as const));
  return [...common].filter(([key]) => keys.every((known) => known.has(key))).map(([, value]) => value);
};
