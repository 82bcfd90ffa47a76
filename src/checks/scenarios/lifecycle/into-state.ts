import { itemOf } from '../../../contract/infer/covering.ts';
import { partsOf } from '../../../contract/infer/schema-parts.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { spanNames } from '../../../contract/infer/span-names.ts';
import { isObject } from '../../../contract/pointer.ts';
import { dayMs, dayOf, wholeSeconds } from '../../kit/days.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { wayBetween } from '../../subjects/action-states.ts';
import type { Belonging } from '../../subjects/belonging.ts';
import { isIn, type Trait, traitsOf, waysOut } from '../../subjects/counted-traits.ts';
import { resourceIn, type Trip } from '../../subjects/round-trips.ts';
import { takeOut } from './counted-children.ts';
import { onIt } from './lived-call.ts';
import { walk } from './needed-state.ts';
import { onItem } from './round-trip/steps.ts';
import { ifTried } from './round-trip/way.ts';

/** How what is created comes to a state: it is created there or brought there, or it lies in the past, so that time has brought it there. */
export type Into = 'as it is' | 'past';

/** The ways by which what belongs to a resource may come to the state that is spoken of, in the order in which they are tried. */
export const waysInto = (session: Session, { trip }: Pick<Belonging, 'trip'>): readonly Into[] =>
  spanOf(session, trip) ? ['past', 'as it is'] : ['as it is'];

/** The members of the body of a creation with the first and the last day, or moment, of what is created; undefined where there are none, or several. */
const spanOf = (
  { contract }: Session,
  { create }: Trip,
): { readonly names: readonly [string, string]; readonly isDay: boolean } | undefined => {
  const members = new Map(bodyMembers(contract, create).map(({ name, schema }) => [name, schema]));
  const formatOf = (name: string): unknown =>
    partsOf(contract.document, members.get(name)).find(({ format }) => format !== undefined)?.['format'];
  const [names, ...others] = spanNames([...members.keys()].filter((name) => ['date', 'date-time'].includes(String(formatOf(name)))));
  if (!names || others.length > 0 || formatOf(names[0]) !== formatOf(names[1])) return undefined;
  return { names, isDay: formatOf(names[0]) === 'date' };
};

/** Days before now on which it begins and ends: in no time zone is it not over. */
const begunDays = 4;
const endedDays = 2;

/** A creation of what is over already. */
export const inThePast = (session: Session, trip: Trip, request: PlannedRequest): PlannedRequest | undefined => {
  const span = spanOf(session, trip);
  const value = holdsValue(request.body) ? request.body.value : undefined;
  if (!span || !isObject(value)) return undefined;
  const [begin, end] = [begunDays, endedDays].map((days) => {
    const moment = session.now() - days * dayMs;
    return span.isDay ? dayOf(moment) : wholeSeconds(moment);
  });
  return { ...request, body: askedBody(trip.create, { ...value, [span.names[0]]: begin, [span.names[1]]: end }) };
};

/** Brings a new resource to a state, by moves that the document describes and the target allows. Returns whether a read shows it there. */
export const broughtInto = async (session: Session, trip: Trip, trait: Trait, creation: Exchange, id: string): Promise<boolean> => {
  const { contract, target } = session;
  const { read, create } = trip;
  if (!read) return false;
  const shown = async () => resourceIn(contract, read, await onItem({ session, trip, pathValues: {} }, read, creation, id), trip.id);
  const isThere = async (): Promise<boolean> => {
    const resource = await shown();
    return resource !== undefined && isIn(trait, resource);
  };
  if (await isThere()) return true;
  const type = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find((one) => one.create.key === create.key);
  const now = (await shown())?.[trait.member];
  const moves =
    type && typeof now === 'string' && typeof trait.value === 'string' ? wayBetween(contract, type, now, [trait.value]) : undefined;
  if (type && moves) await ifTried(walk(session, type, onIt(itemOf(type), { creation, id }), moves));
  if (moves && (await isThere())) return true;
  const { leaving } = waysOut(contract, trip, { isOnly: false, traits: [trait] }, traitsOf(contract, trip));
  if (!leaving || !isAllowed(leaving.operation, target)) return false;
  await ifTried(takeOut(session, leaving, creation, id));
  return isThere();
};
