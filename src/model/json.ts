/** Is it a JSON object: no array, not null. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Is it a value without parts that tells something: a text, a number or a boolean. */
export const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Values by their JSON text, each once, where it came first. */
const byText = <T>(values: readonly T[]): [text: string, value: T][] => [...new Map(values.map((value) => [JSON.stringify(value), value]))];

/** JSON values, each once, in the order in which they came first. Values are the same where their JSON texts are. */
export const distinct = <T>(values: readonly T[]): T[] => byText(values).map(([, value]) => value);

/** The same in the order of their JSON texts, so that it does not matter which came first. */
export const distinctSorted = <T>(values: readonly T[]): T[] =>
  byText(values)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value);
