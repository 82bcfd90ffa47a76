import type { Check } from '../checks/kit/define.ts';
import type { Case, Plan } from '../model/case.ts';
import type { Location } from '../model/location.ts';
import type { RecordedSources } from '../model/record.ts';
import { schemeSecret, type Secrets, type Target } from '../model/target.ts';
import { sharing } from './fitted.ts';

/** A target whose plan is split. */
export type Splittable = {
  readonly target: Target;
  readonly plan: Plan;
  /** Targets with the same credential share a quota. Empty where nothing is sent; then those with the same source do. */
  readonly secrets: Secrets;
  readonly sources?: Pick<RecordedSources, 'credentials' | 'schemes'>;
};

/** What one part of a run judges of one target. */
export type ShardPart = {
  readonly ids: ReadonlySet<string>;
  /** Of the cases that are tried at some of their places only, the numbers of these places, from 0. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** No other part judges anything of the target. */
  readonly isWhole: boolean;
};

export type SplitRun = {
  /** For each part, from the first, what it judges, by target. A part may be empty. */
  readonly parts: readonly ReadonlyMap<string, ShardPart>[];
  /** How many parts use the quota of a target at the same time, by target. */
  readonly sharedBy: ReadonlyMap<string, number>;
};

export type SplitOptions = {
  readonly of: number;
  /** The parts run one after another, so that nothing is shared at the same time. */
  readonly inTurn: boolean;
};

/** Requests of preflight and of what else every part sends to a target. */
export const entryRequests = 10;

/** About how many requests a case takes: probes share their scenarios. */
const weightOf = ({ cost, skip }: Case): number => (skip ? 0 : cost.requests / sharing);

const isTried = ({ kind, skip }: Case): boolean => kind === 'probe' && skip === undefined;

/** The collection that an operation belongs to: its path up to the first parameter. */
const rootOf = ({ operation }: Location): string => {
  const [, path = ''] = operation?.split(' ') ?? [];
  return path.split('{')[0]?.replace(/\/$/u, '') ?? '';
};

/** Whether a run needs the quota of a target alone: it bursts, or counts what is left of it. */
const needsQuiet = ({ plan }: Splittable, exclusive: ReadonlySet<string>): boolean =>
  plan.cases.some((one) => isTried(one) && (one.phase === 'flood' || exclusive.has(one.check)));

/** Whether a run may change something at a target, so that whoever reads it at the same time may be told another story. */
const mayChange = ({ target, plan }: Splittable): boolean =>
  target.allow.includes('mutation') && plan.cases.some((one) => isTried(one) && one.phase === 'mutate');

/**
 * Whether only one part can judge a target: it receives events at one address, is compared with what was seen in a whole run, or issues credentials,
 * which each record numbers for itself.
 */
const isIndivisible = ({ target: { webhooks, observed, allow } }: Splittable): boolean =>
  webhooks !== undefined || observed !== undefined || allow.includes('issue-credential');

/** Whether one of several targets with the same credential may change what another one of them reads. */
const sharesData = (family: readonly Splittable[]): boolean =>
  family.some(mayChange) && new Set(family.map(({ target }) => target.baseUrl)).size < family.length;

/** What is never torn apart: the places below one collection, and all collections in which something is changed. */
const groupsOf = (one: Splittable): ((place: Location) => string) => {
  if (!mayChange(one)) return rootOf;
  const changed = new Set(
    one.plan.cases.filter((each) => isTried(each) && each.phase === 'mutate').flatMap(({ places }) => places.map(rootOf)),
  );
  return (place) => (changed.has(rootOf(place)) ? '' : rootOf(place));
};

/** Packs what has a weight into `count` boxes: the heaviest first, each into the lightest box. The same input gives the same boxes. */
const packed = <T>(things: readonly { readonly weight: number; readonly name: string; readonly thing: T }[], count: number): T[][] => {
  const boxes = Array.from({ length: count }, () => ({ weight: 0, things: [] as T[] }));
  const heaviestFirst = things.toSorted((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : Number(a.name > b.name)));
  for (const { weight, thing } of heaviestFirst) {
    const lightest = boxes.reduce((least, box) => (box.weight < least.weight ? box : least));
    lightest.weight += weight;
    lightest.things.push(thing);
  }
  return boxes.map((box) => box.things);
};

/** Some collections of a target, that one part judges. `undefined`: all of them. */
type Piece = { readonly of: Splittable; readonly groups: ReadonlySet<string> | undefined; readonly weight: number };

const whole = (one: Splittable): Piece => ({
  of: one,
  groups: undefined,
  weight: entryRequests + one.plan.cases.reduce((sum, each) => sum + weightOf(each), 0),
});

/** The pieces of a target, at most `most`. */
const piecesOf = (one: Splittable, most: number): readonly Piece[] => {
  const groupOf = groupsOf(one);
  const weights = new Map<string, number>();
  for (const each of one.plan.cases.filter(isTried))
    for (const place of each.places) weights.set(groupOf(place), (weights.get(groupOf(place)) ?? 0) + weightOf(each) / each.places.length);
  const count = Math.min(most, weights.size);
  if (count < 2) return [whole(one)];
  const boxes = packed(
    Array.from(weights, ([name, weight]) => ({ name, weight, thing: name })),
    count,
  );
  return boxes.map((names) => ({
    of: one,
    groups: new Set(names),
    weight: entryRequests + names.reduce((sum, name) => sum + (weights.get(name) ?? 0), 0),
  }));
};

/** What tells that two targets share a quota: its name, a credential, or, where no secret is read, the source of one. */
const marksOf = ({ target, secrets, sources }: Splittable): readonly string[] => {
  const group = target.quota?.group;
  const mark = (secret: string | undefined, source: string | undefined): readonly string[] =>
    secret === undefined ? (source === undefined ? [] : [`source ${source}`]) : [`secret ${secret}`];
  return [
    ...(group === undefined ? [] : [`group ${group}`]),
    ...mark(secrets.key, sources?.credentials['key']),
    ...(target.schemes ?? []).flatMap((scheme) => mark(secrets[schemeSecret(scheme)], sources?.schemes?.[scheme])),
  ];
};

/** The targets that share a quota, in their order. */
const families = (targets: readonly Splittable[]): readonly (readonly Splittable[])[] => {
  type Family = { members: Splittable[] };
  const byMark = new Map<string, Family>();
  const familyOf = new Map<Splittable, Family>();
  for (const one of targets) {
    const marks = marksOf(one);
    const home: Family = marks.map((mark) => byMark.get(mark)).find((family) => family !== undefined) ?? { members: [] };
    const others = new Set(marks.flatMap((mark) => byMark.get(mark) ?? []).filter((family) => family !== home));
    const joining = [one, ...[...others].flatMap(({ members }) => members)];
    for (const member of joining) {
      if (familyOf.get(member) === home) continue;
      home.members.push(member);
      familyOf.set(member, home);
      for (const mark of marksOf(member)) byMark.set(mark, home);
    }
  }
  const order = new Map(targets.map((one, n) => [one, n]));
  const at = (one: Splittable): number => order.get(one) ?? 0;
  return [...new Set(familyOf.values())].map(({ members }) => members.toSorted((a, b) => at(a) - at(b)));
};

/** @param turn The number of the part among those of the target, and how many these are: what nobody tries is dealt out in turn. */
const partOf = (
  one: Splittable,
  groups: ReadonlySet<string> | undefined,
  turn: { readonly index: number; readonly of: number },
): ShardPart => {
  const { cases } = one.plan;
  if (groups === undefined) return { ids: new Set(cases.map(({ id }) => id)), places: new Map(), isWhole: true };
  const groupOf = groupsOf(one);
  const ids = new Set<string>();
  const places = new Map<string, readonly number[]>();
  for (const [n, each] of cases.entries()) {
    if (!isTried(each) || each.places.length === 0) {
      // What only watches judges the requests of each part.
      if (n % turn.of === turn.index || (each.kind === 'watch' && each.skip === undefined)) ids.add(each.id);
      continue;
    }
    const own = each.places.flatMap((place, at) => (groups.has(groupOf(place)) ? [at] : []));
    if (own.length === 0) continue;
    ids.add(each.id);
    if (own.length < each.places.length) places.set(each.id, own);
  }
  return { ids, places, isWhole: false };
};

/**
 * Splits a run into parts, each about as long: whole targets, and of a target that is longer than a part some of its collections. Pure, so that
 * every part finds its own without talking to the others. What shares a quota that somebody bursts or counts, what a run changes with all that is
 * read of it, and what receives events stays together.
 * @param checks Those of the plans; their `exclusive` says which need the quota alone.
 */
export const splitRun = (targets: readonly Splittable[], checks: readonly Check[], { of, inTurn }: SplitOptions): SplitRun => {
  const exclusive = new Set(checks.flatMap((one) => (one.kind === 'probe' && one.exclusive === 'quota' ? [one.id] : [])));
  const total = targets.reduce((sum, one) => sum + whole(one).weight, 0);
  const most = (one: Splittable): number => Math.max(1, Math.ceil((whole(one).weight * of) / total));
  const related = families(targets);
  const units = related.flatMap((family): readonly (readonly Piece[])[] => {
    if (!inTurn && (sharesData(family) || family.some((one) => needsQuiet(one, exclusive)))) return [family.map(whole)];
    return family.flatMap((one) => {
      const isOne = isIndivisible(one) || (!inTurn && mayChange(one));
      return (isOne ? [whole(one)] : piecesOf(one, most(one))).map((piece) => [piece]);
    });
  });
  const boxes = packed(
    units.map((pieces, n) => ({
      name: String(n).padStart(9, '0'),
      weight: pieces.reduce((sum, { weight }) => sum + weight, 0),
      thing: pieces,
    })),
    of,
  ).map((box) => box.flat());
  const piecesIn = boxes.map((box) => {
    const own = new Map<Splittable, Piece[]>();
    for (const piece of box) own.set(piece.of, [...(own.get(piece.of) ?? []), piece]);
    return own;
  });
  const holding = new Map<Splittable, number[]>();
  for (const [n, own] of piecesIn.entries()) for (const one of own.keys()) holding.set(one, [...(holding.get(one) ?? []), n]);
  const parts = piecesIn.map((own, n) => {
    const part = new Map<string, ShardPart>();
    for (const one of targets) {
      const pieces = own.get(one);
      const all = holding.get(one) ?? [];
      if (pieces === undefined) continue;
      const groups = all.length === 1 ? undefined : new Set(pieces.flatMap((piece) => [...(piece.groups ?? [])]));
      part.set(one.target.name, partOf(one, groups, { index: all.indexOf(n), of: all.length }));
    }
    return part;
  });
  const sharedBy = new Map(
    related.flatMap((family) => {
      const using = parts.filter((part) => family.some(({ target }) => part.has(target.name))).length;
      return family.map(({ target }) => [target.name, inTurn ? 1 : using] as const);
    }),
  );
  return { parts, sharedBy };
};
