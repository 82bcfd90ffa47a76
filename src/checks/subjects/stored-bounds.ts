import { boundsInText, boundsOfMember, type Side, type ToldBound } from '../../contract/infer/told-bounds.ts';
import { isDirectlyBelowOne, isSamePath, pathAbove } from '../../contract/infer/path-template.ts';
import { descriptionsIn, membersOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { describesRefusal, isBesideChoice, mayBeMistaken } from './mistaken-bodies.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';
import { toldBounds } from './told-bounds.ts';

/** A change or an action with a member that is bound to one which the resource has already, and which the body does not name. */
export type StoredBound = Subject & {
  readonly trip: Trip;
  readonly operation: Operation;
  /** `member` is sent, `other` is what a read of the resource shows. */
  readonly bound: ToldBound & { readonly other: string };
  readonly members: ReadonlyMap<string, Schema>;
};

/** How the second value lies to the first one. */
const turned: Readonly<Partial<Record<Side, Side>>> = {
  after: 'before',
  before: 'after',
  'not-before': 'not-after',
  'not-after': 'not-before',
};

const hasOther = (bound: ToldBound): bound is ToldBound & { readonly other: string } => bound.other !== null && bound.side !== 'other-than';

/** The members that a read of the resource shows. */
const shownOf = (contract: Contract, trip: Trip): ReadonlyMap<string, Schema> => {
  const place = trip.read && placeIn(contract, trip.read, trip.id);
  return place ? membersOf(contract.document, place.schema) : new Map();
};

/** A PATCH that names one of two members alone: the other one is stored. */
const inChanges = (contract: Contract, trip: Trip): readonly StoredBound[] =>
  toldBounds(contract).flatMap(({ operation, inside, members, bound, location }): readonly StoredBound[] => {
    const isMeant = operation === trip.patch && inside === undefined && hasOther(bound);
    const shown = shownOf(contract, trip);
    if (!isMeant || !hasOther(bound) || ![bound.member, bound.other].every((name) => shown.has(name))) return [];
    const needed = bodyMembers(contract, operation).filter(({ required }) => required);
    const side = turned[bound.side];
    if (needed.length > 0 || side === undefined) return [];
    const { isStrict } = bound;
    const back = { member: bound.other, side, other: bound.member, ...(isStrict && { isStrict }) };
    const backAt = bodyMembers(contract, operation).find(({ name }) => name === bound.other)?.location;
    const one = at(location, { trip, operation, bound, members });
    return backAt === undefined ? [one] : [one, at(backAt, { trip, operation, bound: back, members })];
  });

/** An action with a time in its body of which the text says how it lies to one of the resource: "Not before `startedOn`" of `completedOn`. */
const inActions = (contract: Contract, trip: Trip): readonly StoredBound[] => {
  const { document } = contract;
  const shown = shownOf(contract, trip);
  return contract.operations
    .filter(
      (one) =>
        one.method === 'POST' &&
        isDirectlyBelowOne(one.path) &&
        isSamePath(pathAbove(one.path), trip.itemPath) &&
        one.unsupported === undefined &&
        one.issues !== true &&
        mayBeMistaken(one) &&
        describesRefusal(one),
    )
    .flatMap((operation) => {
      const own = bodyMembers(contract, operation);
      const members = new Map<string, Schema>([...shown, ...own.map(({ name, schema }) => [name, schema] as const)]);
      const [span] = spanNames([...members.keys()]);
      const around = { names: [...members.keys()], span };
      const said = saidIn(valueAt(document, nodeOf(operation.location))).flatMap((text) => boundsInText(text, around));
      return own.flatMap(({ name, schema, location }): readonly StoredBound[] => {
        if (isBesideChoice(contract, operation, name)) return [];
        const [bound] = [
          ...descriptionsIn(document, schema).flatMap((text) => boundsOfMember(text, name, around)),
          ...said.filter(({ member }) => member === name),
        ]
          .filter(hasOther)
          .filter(({ other }) => shown.has(other) && own.every((one) => one.name !== other));
        return bound === undefined ? [] : [at(location, { trip, operation, bound, members })];
      });
    });
};

const known = new WeakMap<Contract, readonly StoredBound[]>();

/** The changes and actions of a contract that is held to the standard requirements with a member that is bound to what the resource has already. */
export const storedBounds = (contract: Contract): readonly StoredBound[] => {
  const found =
    known.get(contract) ??
    (contract.standard.size === 0
      ? []
      : roundTrips(contract)
          .filter(({ read }) => read !== undefined)
          .flatMap((trip) => [...inChanges(contract, trip), ...inActions(contract, trip)]));
  known.set(contract, found);
  return found;
};
