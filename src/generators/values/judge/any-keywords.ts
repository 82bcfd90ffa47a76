import { jsonEqual, jsonKey, jsonTypeOf } from '../json-value.ts';
import type { Keyword } from './keyword.ts';

const isOfType = (type: unknown, value: unknown): boolean => (type === 'integer' ? Number.isInteger(value) : type === jsonTypeOf(value));

const keys = new WeakMap<object, ReadonlySet<string>>();

/** The keys of listed values, made once: lists may be long. */
const keysOf = (listed: readonly unknown[]): ReadonlySet<string> => {
  const known = keys.get(listed) ?? new Set(listed.map(jsonKey));
  keys.set(listed, known);
  return known;
};

/** JSON Schema 2020-12, Validation section 6.1. */
export const anyKeywords: Readonly<Record<string, Keyword>> = {
  type: (given, value) => (Array.isArray(given) ? given : [given]).some((type) => isOfType(type, value)),
  enum: (given, value) => Array.isArray(given) && keysOf(given).has(jsonKey(value)),
  const: (given, value) => jsonEqual(given, value),
};
