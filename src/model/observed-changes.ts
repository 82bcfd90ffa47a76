import { aroundOf, type Observed, type ObservedOperation } from './observed.ts';

/** Kinds of differences between what two runs have seen, and whether a client that relied on what was before fails at them. */
export const changeKinds = {
  'operation-gone': true,
  'status-changed': true,
  'member-gone': true,
  'type-changed': true,
  'code-changed': true,
  'required-new': true,
  'member-sometimes-missing': false,
  'type-new': false,
  'header-gone': false,
  'value-new': false,
  'member-new': false,
  'operation-new': false,
} as const satisfies Readonly<Record<string, boolean>>;

/** A difference between what two runs have seen of one operation. */
export type ObservedChange = {
  readonly operation: string;
  readonly kind: keyof typeof changeKinds;
  /** Status, or status and path of a member (`200 /data/*` and so on), or name of a header field after its status. */
  readonly where: string;
  readonly before: string;
  readonly after: string;
};

/** What may break a client; the rest is drift. */
export const isBreaking = ({ kind }: ObservedChange): boolean => changeKinds[kind];

const goneStatuses = new Set(['404', '405', '410', '501']);
/** These are about the method, and no id leads to them. */
const methodStatuses = new Set(['405', '501']);

/** Whether a number happens to be whole is chance, and null stands for a value that is absent. */
const kindsOf = (types: readonly string[]): ReadonlySet<string> =>
  new Set(types.filter((type) => type !== 'null').map((type) => (type === 'integer' ? 'number' : type)));

const isApart = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size > 0 && b.size > 0 && ![...a].some((one) => b.has(one));

const together = (names: Iterable<string>): string => [...names].join(', ');

const hasSuccess = ({ statuses }: ObservedOperation): boolean => statuses.some((status) => /^2\d\d$/u.test(status));

const isBelow = (path: string, outer: string): boolean => path.startsWith(`${outer}/`);

/** Objects inside a body that have no member in common with those of before: maps with free names, such as labels. */
const mapsOf = (before: ObservedOperation, after: ObservedOperation): ReadonlySet<string> =>
  new Set(
    before.objects.filter((path) => {
      const inside = (one: ObservedOperation): readonly string[] =>
        [...Object.keys(one.members), ...Object.keys(one.others)].filter((member) => aroundOf(member) === path);
      const now = new Set(inside(after));
      return path.includes(' /') && now.size > 0 && !inside(before).some((member) => now.has(member));
    }),
  );

const memberChanges = (operation: string, before: ObservedOperation, after: ObservedOperation): readonly ObservedChange[] => {
  const changes: ObservedChange[] = [];
  const maps = mapsOf(before, after);
  const isInMap = (path: string): boolean => [...maps].some((map) => isBelow(path, map));
  for (const [path, types] of Object.entries(before.members)) {
    if (!after.objects.includes(aroundOf(path) ?? '') || isInMap(path)) continue;
    const now = after.members[path] ?? after.others[path];
    const base = { operation, where: path, before: together(types), after: together(now ?? []) };
    if (now === undefined) {
      if (!changes.some(({ kind, where }) => kind === 'member-gone' && isBelow(path, where)))
        changes.push({ ...base, kind: 'member-gone', after: 'not there' });
      continue;
    }
    if (after.members[path] === undefined) changes.push({ ...base, kind: 'member-sometimes-missing', after: 'sometimes missing' });
    const [was, is] = [kindsOf(types), kindsOf(now)];
    if (isApart(was, is)) changes.push({ ...base, kind: 'type-changed' });
    else if (was.size > 0 && [...is].some((type) => !was.has(type))) changes.push({ ...base, kind: 'type-new' });
  }
  const added = Object.entries(after.members).filter(
    ([path]) => before.members[path] === undefined && before.others[path] === undefined && before.objects.includes(aroundOf(path) ?? ''),
  );
  for (const [path, types] of added) {
    if (isInMap(path) || added.some(([outer]) => isBelow(path, outer))) continue;
    changes.push({ operation, kind: 'member-new', where: path, before: 'not there', after: together(types) });
  }
  return changes;
};

const operationChanges = (
  operation: string,
  before: ObservedOperation,
  after: ObservedOperation | undefined,
): readonly ObservedChange[] => {
  if (after === undefined || !hasSuccess(before)) return [];
  const statuses = { operation, where: 'status', before: together(before.statuses), after: together(after.statuses) } as const;
  if (!hasSuccess(after)) {
    // What an id in a path names may be gone, and the operation is not.
    const proving = operation.includes('{') ? methodStatuses : goneStatuses;
    const isGone = after.statuses.length > 0 && after.statuses.every((status) => proving.has(status));
    return isGone ? [{ ...statuses, kind: 'operation-gone' }] : [];
  }
  const changes: ObservedChange[] = [];
  if (isApart(new Set(before.statuses), new Set(after.statuses))) changes.push({ ...statuses, kind: 'status-changed' });
  changes.push(...memberChanges(operation, before, after));
  for (const [key, codes] of Object.entries(before.codes)) {
    const now = after.codes[key] ?? [];
    if (isApart(new Set(codes), new Set(now)))
      changes.push({ operation, kind: 'code-changed', where: key, before: together(codes), after: together(now) });
  }
  const required = after.required.filter((name) => !before.required.includes(name));
  for (const where of required) changes.push({ operation, kind: 'required-new', where, before: 'not required', after: 'required' });
  for (const where of before.headers) {
    const [status = ''] = where.split(' ');
    const isJudged = after.statuses.includes(status) && after.headers.some((name) => name.startsWith(`${status} `));
    if (isJudged && !after.headers.includes(where))
      changes.push({ operation, kind: 'header-gone', where, before: 'always there', after: 'not always there' });
  }
  for (const [where, values] of Object.entries(after.values)) {
    const known = before.values[where];
    const fresh = values.filter((value) => known !== undefined && !known.includes(value));
    if (fresh.length > 0) changes.push({ operation, kind: 'value-new', where, before: together(known ?? []), after: together(fresh) });
  }
  return changes;
};

/**
 * What changed between what two runs have seen, in the order of the older one: what may break a client, and drift. What the newer run did not call, or saw too
 * seldom, is no change.
 */
export const observedChanges = (before: Observed['operations'], after: Observed['operations']): readonly ObservedChange[] => {
  const changed = Object.entries(before).flatMap(([operation, seen]) => operationChanges(operation, seen, after[operation]));
  const added = Object.entries(after).filter(([operation, seen]) => before[operation] === undefined && hasSuccess(seen));
  return [
    ...changed,
    ...added.map(([operation, { statuses }]): ObservedChange => {
      return { operation, kind: 'operation-new', where: 'status', before: 'not seen', after: together(statuses) };
    }),
  ];
};

/** Operations of before that the newer run called, so that a change of them would show. */
export const comparedOperations = (before: Observed['operations'], after: Observed['operations']): readonly string[] =>
  Object.keys(before).filter((operation) => (after[operation]?.statuses.length ?? 0) > 0);
