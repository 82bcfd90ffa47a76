import { itemOf } from '../../../contract/infer/covering.ts';
import { parametersIn, tailOf } from '../../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Collection, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { childCreation } from '../../requests/child-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idOfMade, itemIn, parentOf, resourceIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { namesAlone } from '../../subjects/shown-resource.ts';
import { type Belonging, belongingByName } from '../../subjects/belonging.ts';
import { wantedFor } from './completed.ts';
import { complete } from './needed-state.ts';
import { onIt } from './lived-call.ts';
import { broughtInto, inThePast, type Into, waysInto } from './into-state.ts';
import { isCached } from './look-at-resource.ts';
import { readyFor } from './ready-for.ts';
import { parentValues } from './round-trip/parents.ts';
import { make, onItem } from './round-trip/steps.ts';
import { sendCreation } from './send-creation.ts';
import { until } from './until.ts';

/** What shows a resource whose parent was removed: a read by its own path, or a list. */
export type Orphan = {
  readonly word: 'read' | 'list';
  readonly exchange: Exchange;
  /** Is it found by a path below the parent that is gone. */
  readonly isBelow: boolean;
};

/** A parent and what was created below it; then the removal of the parent, and what still shows the other. */
export type RemovedWithParent = {
  readonly parent: Exchange;
  readonly child: Exchange | undefined;
  /** The removal of the parent; undefined where the child was not to be seen before. */
  readonly removal: Exchange | undefined;
  readonly looked: readonly Exchange[];
  readonly orphans: readonly Orphan[];
  /** The read of the other before that, where there is one. */
  readonly readBefore?: Exchange;
  /** The read of the removed parent, where something that belongs to it is still shown. */
  readonly parentAfter?: Exchange;
};

/** The longest wait in milliseconds until nothing shows it any more. */
const withinMs = 5000;

/** Creates a resource below a parent, removes the parent, and looks for the resource. */
export const removedWithParent = defineScenario<{ readonly operation: string }, RemovedWithParent>({
  id: 'removed-with-parent',
  async run(session, { operation }) {
    const { contract } = session;
    const trip = roundTrips(contract).find(({ create }) => create.key === operation);
    const above = trip && parentOf(contract, trip);
    const [last] = parametersIn(trip?.addsTo ?? '').slice(-1);
    if (!trip || !above?.remove || last === undefined) throw new NotTried('not-applicable', `Nothing removes what ${operation} adds to`);
    const parent = await session.send(usableRequest(session, above.create, `removed-parent-${operation}`));
    const parentId = idOfMade(contract, above, parent);
    const none: RemovedWithParent = { parent, child: undefined, removal: undefined, looked: [], orphans: [] };
    if (parentId === undefined) return none;
    await readyFor(session, above, { made: parent, id: parentId }, trip.create);
    const child = await session.send(
      usableRequest(session, trip.create, 'child-of-removed', { pathValues: { ...parent.request.pathValues, [last]: parentId } }),
    );
    const id = idOfMade(contract, trip, child);
    if (id === undefined) return { ...none, child };
    return removedThen(session, { trip, parent: { ...above, remove: above.remove }, made: parent, parentId, child, id }, isFree);
  },
});

type Removing = {
  readonly trip: Trip;
  readonly parent: Trip & { readonly remove: Operation };
  readonly made: Exchange;
  readonly parentId: string;
  readonly child: Exchange;
  readonly id: string;
};

const isFree = ({ orphans }: Seen): boolean => orphans.length === 0;

/** Removes a parent, and looks for what belongs to it until that is as it should be, or the time is up. */
const removedThen = async (
  session: Session,
  { trip, parent: { remove, read, itemPath }, made, parentId, child, id }: Removing,
  isRight: (seen: Seen) => boolean,
): Promise<RemovedWithParent> => {
  const look = (): Promise<Seen> => seen(session, trip, child, id);
  const none: RemovedWithParent = { parent: made, child, removal: undefined, looked: [], orphans: [] };
  const before = await look();
  // What is to be kept has to be seen where it is looked for afterwards.
  if (isFree(before) || (isRight !== isFree && !isRight(before))) return none;
  const outer = made.request.pathValues;
  const names = parametersIn(itemPath);
  const ownPath = Object.fromEntries(names.map((name, n) => [name, n === names.length - 1 ? parentId : (outer[name] ?? '')]));
  const removal = await session.send(usableRequest(session, remove, 'removed-parent', { pathValues: ownPath }));
  if (!isSuccess(removal) || statusOf(removal) === 202) return { ...none, removal };
  let after = await look();
  await until(session, { withinMs, why: 'what belonged to the removed resource is to be as the document says' }, async () => {
    if (!isRight(after)) after = await look();
    return isRight(after) ? true : undefined;
  });
  const [readBefore] = trip.read ? before.exchanges : [];
  const ended = {
    parent: made,
    child,
    removal,
    looked: after.exchanges,
    orphans: after.orphans,
    ...(readBefore ? { readBefore } : {}),
  };
  if (isFree(after) || !read) return ended;
  const around = parametersIn(read.path);
  const readPath = Object.fromEntries(around.map((name, n) => [name, ownPath[names[n + names.length - around.length] ?? ''] ?? '']));
  return { ...ended, parentAfter: await session.send(usableRequest(session, read, 'removed-parent', { pathValues: readPath })) };
};

/** Creates a resource that names another one by a member of its body, removes the other, and looks for the first. */
export const removedWithNamed = defineScenario<
  { readonly operation: string; readonly removal: string; readonly by: string; readonly isKept: boolean },
  RemovedWithParent
>({
  id: 'removed-with-named',
  async run(session, { operation, removal, isKept }) {
    const { contract } = session;
    const found = belongingByName(contract).find((one) => one.trip.create.key === operation && one.remove.key === removal);
    if (!found) throw new NotTried('not-applicable', `${removal} says nothing of what ${operation} creates`);
    const ways = found.inState ? waysInto(session, found) : (['as it is'] as const);
    let last: RemovedWithParent | undefined;
    for (const into of ways) {
      // What is not in the state may keep its parent, so that each try has one of its own.
      const { removed, isThere } = await removedNaming(session, found, into, isKept);
      if (isThere || last === undefined) last = removed;
      if (isThere) break;
    }
    if (!last) throw new NotTried('not-applicable', `Nothing brings what ${operation} creates to the state that ${removal} speaks of`);
    return last;
  },
});

/** Creates both, removes the one that is named, and looks for the other. `isThere`: the other came to the state that it has to be in. */
const removedNaming = async (
  session: Session,
  { trip, parent, remove, by = '', inState }: Belonging,
  into: Into,
  isKept: boolean,
): Promise<{ readonly removed: RemovedWithParent; readonly isThere: boolean }> => {
  const { contract } = session;
  const purpose = `removed-${tailOf(trip.addsTo).join('-')}${into === 'as it is' ? '' : `-${into}`}`;
  const way = { session, trip: parent, pathValues: await parentValues(session, parent) };
  const { id: parentId, exchange: made } = await make(way, purpose, (base) => base);
  const none: RemovedWithParent = { parent: made, child: undefined, removal: undefined, looked: [], orphans: [] };
  if (parentId === undefined) return { removed: none, isThere: false };
  const type = contract.inferredResourceTypes.find(({ create }) => create.key === parent.create.key);
  const wanted = type && (await wantedFor(session, type.name));
  if (wanted) await complete(session, type, onIt(itemOf(type), { creation: made, id: parentId }), wanted);
  const request = childCreation(session, { child: trip, by }, purpose, { made, id: parentId });
  const child = await sendCreation(session, into === 'past' ? (inThePast(session, trip, request) ?? request) : request);
  const id = idOfMade(contract, trip, child);
  if (id === undefined) return { removed: { ...none, child }, isThere: false };
  const isThere = inState === undefined || (await broughtInto(session, trip, inState, child, id));
  const shown = trip.read && resourceIn(contract, trip.read, await onItem(way, trip.read, child, id), trip.id);
  // Shown with another parent, it says nothing about this one.
  const isOther = shown?.[by] !== undefined && !namesAlone(shown[by], parentId);
  if (!isThere || isOther) return { removed: { ...none, child }, isThere };
  const isRead = ({ orphans }: Seen): boolean => orphans.some(({ word }) => word === 'read');
  const removing = { trip, parent: { ...parent, remove }, made, parentId, child, id };
  return { removed: await removedThen(session, removing, isKept ? isRead : isFree), isThere };
};

type Seen = { readonly exchanges: readonly Exchange[]; readonly orphans: readonly Orphan[] };

/** What shows a resource: a read, and the lists of its type. */
const seen = async (session: Session, trip: Trip, child: Exchange, id: string): Promise<Seen> => {
  const values = parametersIn(child.request.path).map((name) => child.request.pathValues[name]);
  const send = (operation: Operation, isItem: boolean): Promise<Exchange> => {
    const names = parametersIn(operation.path);
    const pathValues = names.flatMap((name, n) => {
      const value = isItem && n === names.length - 1 ? id : values[n];
      return value === undefined ? [] : [[name, value] as const];
    });
    return session.send(usableRequest(session, operation, 'child-of-removed', { pathValues: Object.fromEntries(pathValues) }));
  };
  const exchanges: Exchange[] = [];
  const orphans: Orphan[] = [];
  if (trip.read) {
    const exchange = await send(trip.read, true);
    exchanges.push(exchange);
    const isShown = String(resourceIn(session.contract, trip.read, exchange, trip.id)?.[trip.id]) === id;
    if (isShown && !isCached(exchange)) orphans.push({ word: 'read', exchange, isBelow: parametersIn(trip.read.path).length > 1 });
  }
  for (const list of trip.lists) {
    const exchange = await send(list.operation, false);
    exchanges.push(exchange);
    const isShown = itemIn(trip, list, exchange, id) !== undefined;
    if (isShown && !isCached(exchange)) orphans.push({ word: 'list', exchange, isBelow: isBelow(list) });
  }
  return { exchanges, orphans };
};

const isBelow = ({ operation }: Collection): boolean => parametersIn(operation.path).length > 0;
