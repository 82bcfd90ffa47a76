/** Is it a JSON object: no array, not null. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Is it a value without parts that tells something: a text, a number or a boolean. */
export const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Values with a key each, of which every key comes once: the first value with it stays, where it stood. */
const firstByKey = <T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T> => {
  const found = new Map<string, T>();
  for (const value of values) {
    const key = keyOf(value);
    if (!found.has(key)) found.set(key, value);
  }
  return found;
};

const textOf = (value: unknown): string => JSON.stringify(value) ?? '';

/** Values without those whose key an earlier one has. */
export const distinctBy = <T>(values: readonly T[], keyOf: (value: T) => string): T[] => [...firstByKey(values, keyOf).values()];

/** JSON values, each once, in the order in which they came first. Values are the same where their JSON texts are. */
export const distinct = <T>(values: readonly T[]): T[] => distinctBy(values, textOf);

/** The same in the order of their JSON texts, so that it does not matter which came first. */
export const distinctSorted = <T>(values: readonly T[]): T[] =>
  [...firstByKey(values, textOf)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
