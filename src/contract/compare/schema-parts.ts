import { below, isObject } from '../pointer.ts';
import { type Located, scopeInside } from '../schema/reference.ts';
import { type JsonType, jsonTypes, lowerLimits, type Placed, type Together, upperLimits } from './form.ts';

export type Json = Readonly<Record<string, unknown>>;

/** One of the schemas that apply together to a value: as it is read, as it is written, and where. */
export type Part = { readonly schema: Json; readonly raw: Json; readonly located: Located };

export const objectAt = (schema: Json, keyword: string): Json => {
  const value = schema[keyword];
  return isObject(value) ? value : {};
};

export const textsAt = (schema: Json, keyword: string): string[] => {
  const value = schema[keyword];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
};

export const child = (around: Located, value: unknown, ...keys: readonly (string | number)[]): Located => {
  const pointer = below(around.pointer, ...keys);
  const schema = typeof value === 'boolean' || isObject(value) ? value : true;
  return { schema, pointer, scope: scopeInside(around.scope, schema, pointer) };
};

export const statedTypeWords = (schema: Json): readonly unknown[] | undefined => {
  const { type } = schema;
  return typeof type === 'string' ? [type] : Array.isArray(type) ? type : undefined;
};

export const statedTypes = (schema: Json): ReadonlySet<JsonType> | null => {
  const words = statedTypeWords(schema);
  if (words === undefined) return null;
  const types = new Set(jsonTypes.filter((type) => words.includes(type)));
  // A whole number is a number.
  if (types.has('number')) types.delete('integer');
  return types;
};

const typeOf = (value: unknown): JsonType | 'null' => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'string') return 'string';
  return typeof value === 'boolean' ? 'boolean' : 'object';
};

/** Keywords that authors write only for values of a type, which they often leave out. */
const implying: readonly (readonly [JsonType, readonly string[]])[] = [
  ['object', ['properties', 'additionalProperties', 'required', 'patternProperties', 'minProperties', 'maxProperties']],
  ['array', ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems']],
  ['string', ['pattern', 'minLength', 'maxLength']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
];

export const impliedTypes = (schema: Json): ReadonlySet<JsonType> | null => {
  const stated = statedTypes(schema);
  if (stated !== null) return stated;
  const listed = Array.isArray(schema['enum']) ? schema['enum'] : schema['const'] === undefined ? undefined : [schema['const']];
  if (listed) return new Set(listed.map(typeOf).filter((type) => type !== 'null'));
  const types = implying.filter(([, words]) => words.some((word) => schema[word] !== undefined)).map(([type]) => type);
  return types.length === 1 ? new Set(types) : null;
};

const covers = (types: ReadonlySet<JsonType>, type: JsonType): boolean => types.has(type) || (type === 'integer' && types.has('number'));

export const intersection = (sets: readonly (ReadonlySet<JsonType> | null)[]): ReadonlySet<JsonType> | null =>
  sets.reduce((left, right) => {
    if (left === null || right === null) return left ?? right;
    return new Set([...[...left].filter((type) => covers(right, type)), ...[...right].filter((type) => covers(left, type))]);
  }, null);

/** The values that every list has; null is left out, because it is told apart. */
export const valuesOf = (parts: readonly Part[]): Placed<readonly unknown[]> | undefined => {
  const lists = parts.flatMap(({ schema, located }): Placed<readonly unknown[]>[] => [
    ...(Array.isArray(schema['enum']) ? [{ value: schema['enum'] as unknown[], pointer: below(located.pointer, 'enum') }] : []),
    ...(schema['const'] === undefined ? [] : [{ value: [schema['const']], pointer: below(located.pointer, 'const') }]),
  ]);
  const [first, ...rest] = lists;
  if (first === undefined) return undefined;
  const texts = rest.map(({ value }) => new Set(value.map((one) => JSON.stringify(one))));
  const value = first.value.filter((one) => one !== null && texts.every((set) => set.has(JSON.stringify(one))));
  return { value, pointer: first.pointer };
};

export const limitsOf = (parts: readonly Part[]): ReadonlyMap<string, Placed<number>> => {
  const limits = new Map<string, Placed<number>>();
  for (const { schema, located } of parts)
    for (const keyword of [...lowerLimits, ...upperLimits]) {
      const value = schema[keyword];
      if (typeof value !== 'number') continue;
      const isLower = lowerLimits.some((one) => one === keyword);
      // A size is never below 0, so that this limit says nothing.
      if (isLower && value === 0 && keyword !== 'minimum' && keyword !== 'exclusiveMinimum') continue;
      const other = limits.get(keyword);
      if (other === undefined || (isLower ? value > other.value : value < other.value))
        limits.set(keyword, { value, pointer: below(located.pointer, keyword) });
    }
  return limits;
};

export const textsBy = (parts: readonly Part[], keyword: string): ReadonlyMap<string, string> =>
  new Map(
    parts.flatMap(({ schema, located }) => {
      const value = schema[keyword];
      return typeof value === 'string' ? [[value, below(located.pointer, keyword)] as const] : [];
    }),
  );

export const restOf = (parts: readonly Part[], keyword: string): 'any' | 'none' | Together => {
  const found: Located[] = [];
  for (const { schema, located } of parts) {
    const value = schema[keyword];
    if (value === false) return 'none';
    if (isObject(value) && Object.keys(value).length > 0) found.push(child(located, value, keyword));
  }
  return found.length === 0 ? 'any' : found;
};

export const prefixOf = (parts: readonly Part[]): readonly Together[] => {
  const lists = parts.flatMap(({ schema, located }) => {
    const { prefixItems } = schema;
    return Array.isArray(prefixItems) ? [prefixItems.map((one, at) => child(located, one, 'prefixItems', at))] : [];
  });
  const length = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length }, (_, at) => lists.flatMap((list) => list[at] ?? []));
};
