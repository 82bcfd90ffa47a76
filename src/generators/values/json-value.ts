import { isObject } from '../../contract/pointer.ts';

export const jsonTypes = ['boolean', 'number', 'string', 'array', 'object', 'null'] as const;
/** Types of values; `integer` is a number without a fraction (JSON Schema 2020-12, Core section 4.2.3). */
export type JsonType = (typeof jsonTypes)[number];

/** @throws {TypeError} for a value that JSON cannot represent. */
export const jsonTypeOf = (value: unknown): JsonType => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  if (type === 'boolean' || type === 'number' || type === 'string' || type === 'object') return type;
  throw new TypeError(`Cannot judge a value of type ${type}: it has no JSON text`);
};

/** A text that is the same for equal JSON values: 1 and 1.0 are equal, the order of members does not count. */
export const jsonKey = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(jsonKey).join(',')}]`;
  if (isObject(value)) {
    const members = Object.keys(value)
      .sort()
      .map((name) => `${JSON.stringify(name)}:${jsonKey(value[name])}`);
    return `{${members.join(',')}}`;
  }
  // JSON does not distinguish negative zero.
  return JSON.stringify(value === 0 ? 0 : value) ?? 'undefined';
};

/** JSON Schema 2020-12, Core section 4.2.2. */
export const jsonEqual = (a: unknown, b: unknown): boolean => a === b || jsonKey(a) === jsonKey(b);

/** Length of a text in code points (JSON Schema 2020-12, Validation section 6.3). */
export const lengthOf = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

/** Contains no unpaired surrogate, so that it can be written in UTF-8. */
export const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);
