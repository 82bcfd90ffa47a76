import { jsonEqual, jsonTypeOf } from '../json-value.ts';
import { type Keyword, listIn } from './keyword.ts';

const isOfType = (type: unknown, value: unknown): boolean => (type === 'integer' ? Number.isInteger(value) : type === jsonTypeOf(value));

/** JSON Schema 2020-12, Validation section 6.1. */
export const anyKeywords: Readonly<Record<string, Keyword>> = {
  type: (given, value) => (Array.isArray(given) ? given : [given]).some((type) => isOfType(type, value)),
  enum: (given, value) => listIn(given).some((one) => jsonEqual(one, value)),
  const: (given, value) => jsonEqual(given, value),
};
