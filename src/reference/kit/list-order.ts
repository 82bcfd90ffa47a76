/** What a list is sorted by, and in which direction. */
export type ListOrder<Resource> = { readonly by: (resource: Resource) => string | number; readonly direction: 'ascending' | 'descending' };

const compare = (one: string | number, other: string | number): number => (one < other ? -1 : one > other ? 1 : 0);

/** Resources in that order. Equal ones are in the order of creation, or in the reverse order where the list descends. */
export const ordered = <Resource extends { readonly sequence: number }>(
  resources: readonly Resource[],
  { by, direction }: ListOrder<Resource>,
): Resource[] => {
  const sign = direction === 'ascending' ? 1 : -1;
  return resources.toSorted((one, other) => sign * (compare(by(one), by(other)) || one.sequence - other.sequence));
};

/** The order of creation. */
export const byCreation = (direction: 'ascending' | 'descending'): ListOrder<{ readonly createdAtMs: number }> => ({
  by: ({ createdAtMs }) => createdAtMs,
  direction,
});
