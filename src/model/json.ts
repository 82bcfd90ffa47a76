/** Whether a value is a JSON object: not an array, not null. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value is a text, a number or a boolean. */
export const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Values by key, the first value of each key, in their order. */
const firstByKey = <T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T> => {
  const found = new Map<string, T>();
  for (const value of values) {
    const key = keyOf(value);
    if (!found.has(key)) found.set(key, value);
  }
  return found;
};

const textOf = (value: unknown): string => JSON.stringify(value) ?? '';

/** The values without those that repeat the key of an earlier one. */
export const distinctBy = <T>(values: readonly T[], keyOf: (value: T) => string): T[] => [...firstByKey(values, keyOf).values()];

/** JSON values without repetitions, in the order of their first occurrence. Values are equal where their JSON texts are. */
export const distinct = <T>(values: readonly T[]): T[] => distinctBy(values, textOf);

/** JSON values without repetitions, in the order of their JSON texts, so that the original order does not matter. */
export const distinctSorted = <T>(values: readonly T[]): T[] =>
  [...firstByKey(values, textOf)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
