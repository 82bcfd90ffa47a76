/** Values that many parts of the page share, each kept once. */
export type Indexed<Value> = { readonly all: readonly Value[]; indexOf(key: string, make: () => Value): number };

/** An empty {@link Indexed}. */
export const indexed = <Value>(): Indexed<Value> => {
  const all: Value[] = [];
  const known = new Map<string, number>();
  return {
    all,
    indexOf(key, make) {
      const at = known.get(key);
      if (at !== undefined) return at;
      known.set(key, all.length);
      return all.push(make()) - 1;
    },
  };
};
