import type { OperationShape, Shapes } from './shapes.ts';

/** One difference between the successful answers of two runs. */
export type ShapeDrift = {
  readonly operation: string;
  readonly kind: 'status-new' | 'status-gone' | 'member-new' | 'member-gone' | 'member-sometimes-missing' | 'type-changed';
  /** Status and location in the body (`*` is any element of a list); only the status for the kinds about statuses. */
  readonly where: string;
  readonly before: string;
  readonly after: string;
};

const typesText = (types: ReadonlyMap<string, number> | undefined): string => [...(types?.keys() ?? [])].toSorted().join(' or ');

const statusText = ({ statuses }: OperationShape): string => [...statuses.keys()].toSorted().join(', ');

/** Path of the object around a member; undefined for the whole body and for an element of a list. */
const aroundOf = (path: string): string | undefined => {
  const cut = path.lastIndexOf('/');
  return cut === -1 || path.slice(cut) === '/*' ? undefined : path.slice(0, cut);
};

/** Counts integers as numbers: whether a number happens to be whole is chance. */
const comparable = (types: ReadonlyMap<string, number>): ReadonlySet<string> =>
  new Set([...types.keys()].map((type) => (type === 'integer' ? 'number' : type)));

const membersIn = ({ members }: OperationShape): ReadonlyMap<string, ReadonlySet<string>> => {
  const inside = new Map<string, Set<string>>();
  for (const path of members.keys()) {
    const around = aroundOf(path);
    if (around !== undefined) inside.set(around, (inside.get(around) ?? new Set()).add(path));
  }
  return inside;
};

/**
 * Objects without a member that both runs have, and without one that every object of several had. They are maps with free names (labels,
 * ids), which have no shape to drift.
 */
const mapsOf = (before: OperationShape, after: OperationShape): ReadonlySet<string> => {
  const [old, fresh] = [membersIn(before), membersIn(after)];
  const isAlwaysThere = (path: string, around: string): boolean => {
    const count = before.objects.get(around) ?? 0;
    return count > 1 && before.members.get(path)?.seen === count;
  };
  return new Set(
    [...old].flatMap(([around, paths]) => {
      const now = fresh.get(around);
      const isMap = now !== undefined && ![...paths].some((path) => now.has(path) || isAlwaysThere(path, around));
      return isMap ? [around] : [];
    }),
  );
};

const memberDrift = (operation: string, before: OperationShape, after: OperationShape): readonly ShapeDrift[] => {
  const drift: ShapeDrift[] = [];
  const listed = new Set<string>();
  const maps = mapsOf(before, after);
  for (const path of [...new Set([...before.members.keys(), ...after.members.keys()])].toSorted()) {
    const [was, is] = [before.members.get(path), after.members.get(path)];
    const around = aroundOf(path);
    const base = { operation, where: path.replace('/', ' /') } as const;
    if (was !== undefined && is !== undefined) {
      const [oldTypes, newTypes] = [comparable(was.types), comparable(is.types)];
      const isNew = [...newTypes].some((type) => !oldTypes.has(type));
      if (isNew) drift.push({ ...base, kind: 'type-changed', before: typesText(was.types), after: typesText(is.types) });
      const always = around !== undefined && was.seen === before.objects.get(around);
      const missing = around === undefined ? 0 : (after.objects.get(around) ?? 0) - is.seen;
      if (always && missing > 0)
        drift.push({
          ...base,
          kind: 'member-sometimes-missing',
          before: 'always there',
          after: `missing ${missing} of ${missing + is.seen} times`,
        });
      continue;
    }
    if (around === undefined || maps.has(around) || [...listed].some((outer) => path.startsWith(`${outer}/`))) continue;
    if (is !== undefined && (before.objects.get(around) ?? 0) > 0) {
      listed.add(path);
      drift.push({ ...base, kind: 'member-new', before: 'not there', after: typesText(is.types) });
    }
    // A member that was there only sometimes may have stayed away by chance.
    if (was !== undefined && (after.objects.get(around) ?? 0) > 0 && was.seen === before.objects.get(around)) {
      listed.add(path);
      drift.push({ ...base, kind: 'member-gone', before: typesText(was.types), after: 'not there' });
    }
  }
  return drift;
};

const statusDrift = (operation: string, before: OperationShape, after: OperationShape): readonly ShapeDrift[] => {
  const base = { operation, before: statusText(before), after: statusText(after) };
  const added = [...after.statuses.keys()].filter((status) => !before.statuses.has(status));
  const lost = [...before.statuses.keys()].filter((status) => !after.statuses.has(status));
  return [
    ...added.map((status): ShapeDrift => ({ ...base, kind: 'status-new', where: status })),
    ...lost.map((status): ShapeDrift => ({ ...base, kind: 'status-gone', where: status })),
  ];
};

/**
 * What differs between the successful answers of two runs, of the operations that succeeded in both: statuses, members that came or went,
 * types that are new. Something that was only seen less often is no drift.
 */
export const shapeDrift = (before: Shapes, after: Shapes): readonly ShapeDrift[] =>
  [...before].flatMap(([operation, was]) => {
    const is = after.get(operation);
    return is === undefined ? [] : [...statusDrift(operation, was, is), ...memberDrift(operation, was, is)];
  });
