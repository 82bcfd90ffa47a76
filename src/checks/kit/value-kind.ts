/** What kind of value stands somewhere, in a word that is the same for all values of the kind. */
export const valueKind = (value: unknown): string => {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (value === '') return 'empty';
  return Array.isArray(value) ? 'array' : typeof value;
};

/** Is a value one that a query parameter can name: a text, a number or a boolean. */
export const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
