/** By what a list is sorted, and in which direction. */
export type ListOrder<Thing> = { readonly by: (thing: Thing) => string | number; readonly direction: 'ascending' | 'descending' };

const compare = (one: string | number, other: string | number): number => (one < other ? -1 : one > other ? 1 : 0);

/** Things in that order; what is equal stands in the order of creation, or against it where the order descends. */
export const ordered = <Thing extends { readonly sequence: number }>(
  things: readonly Thing[],
  { by, direction }: ListOrder<Thing>,
): Thing[] => {
  const sign = direction === 'ascending' ? 1 : -1;
  return things.toSorted((one, other) => sign * (compare(by(one), by(other)) || one.sequence - other.sequence));
};

/** The order of creation. */
export const byCreation = (direction: 'ascending' | 'descending'): ListOrder<{ readonly createdAtMs: number }> => ({
  by: ({ createdAtMs }) => createdAtMs,
  direction,
});
