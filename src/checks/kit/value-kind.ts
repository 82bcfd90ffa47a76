/** What kind of value stands somewhere, in a word that is the same for all values of the kind. */
export const valueKind = (value: unknown): string => {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (value === '') return 'empty';
  return Array.isArray(value) ? 'array' : typeof value;
};
