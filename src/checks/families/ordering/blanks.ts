/** Does an item show no value. */
export const isBlank = (value: unknown): boolean => value === null || value === undefined;

/** The place of the first value, in the order of a list, that stands on the wrong side of one that is missing; undefined where none does. */
export const misplacedBlank = (values: readonly unknown[], blank: 'first' | 'last' | undefined): number | undefined => {
  if (blank === undefined) return undefined;
  const before = values.findIndex(
    (value, n) => n + 1 < values.length && isBlank(value) !== isBlank(values[n + 1]) && isBlank(value) === (blank === 'last'),
  );
  return before < 0 ? undefined : before + 1;
};
