/** Sets with a key and a position, of which the first superset of another set is found without comparing it with each of them. */
export type FirstSupersets = {
  /** @param position Above that of every set before. */
  add(key: string, members: ReadonlySet<string>, position: number): void;
  /** Position of the first set with this key that has all these members. */
  first(key: string, members: ReadonlySet<string>): number | undefined;
};

type Entry = { readonly position: number; readonly members: ReadonlySet<string> };
type OfKey = { readonly position: number; readonly byMember: Map<string, Entry[]> };

/** No sets yet. */
export const firstSupersets = (): FirstSupersets => {
  const byKey = new Map<string, OfKey>();
  return {
    add(key, members, position) {
      const ofKey: OfKey = byKey.get(key) ?? { position, byMember: new Map() };
      byKey.set(key, ofKey);
      const { byMember } = ofKey;
      const entry = { position, members };
      for (const member of members) {
        const known = byMember.get(member);
        if (known === undefined) byMember.set(member, [entry]);
        else known.push(entry);
      }
    },
    first(key, members) {
      const found = byKey.get(key);
      // The empty set is in every other one.
      if (found === undefined || members.size === 0) return found?.position;
      let fewest: readonly Entry[] | undefined;
      for (const member of members) {
        const having = found.byMember.get(member);
        if (having === undefined) return undefined;
        if (fewest === undefined || having.length < fewest.length) fewest = having;
      }
      const all = [...members];
      return fewest?.find((entry) => all.every((member) => entry.members.has(member)))?.position;
    },
  };
};
