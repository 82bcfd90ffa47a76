import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Collection, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idOfMade, itemIn, parentOf, resourceIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { isCached } from './look-at-resource.ts';
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
  /** The read of the removed parent, where something below it is still shown. */
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
    const parent = await session.send(usableRequest(session, above.create, 'removed-parent'));
    const parentId = idOfMade(contract, above, parent);
    const none: RemovedWithParent = { parent, child: undefined, removal: undefined, looked: [], orphans: [] };
    if (parentId === undefined) return none;
    const outer = Object.fromEntries(Object.entries(parent.request.pathValues));
    const child = await session.send(
      usableRequest(session, trip.create, 'child-of-removed', { pathValues: { ...outer, [last]: parentId } }),
    );
    const id = idOfMade(contract, trip, child);
    if (id === undefined) return { ...none, child };
    const look = (): Promise<Seen> => seen(session, trip, child, id);
    const before = await look();
    if (before.orphans.length === 0) return { ...none, child };
    const names = parametersIn(above.itemPath);
    const ownPath = Object.fromEntries(names.map((name, n) => [name, n === names.length - 1 ? parentId : (outer[name] ?? '')]));
    const removal = await session.send(usableRequest(session, above.remove, 'removed-parent', { pathValues: ownPath }));
    if (!isSuccess(removal) || statusOf(removal) === 202) return { ...none, child, removal };
    let after = await look();
    await until(session, { withinMs, why: 'what was below the removed resource is to be gone' }, async () => {
      if (after.orphans.length > 0) after = await look();
      return after.orphans.length === 0 ? true : undefined;
    });
    const ended = { parent, child, removal, looked: after.exchanges, orphans: after.orphans };
    if (after.orphans.length === 0 || !above.read) return ended;
    const around = parametersIn(above.read.path);
    const readPath = Object.fromEntries(around.map((name, n) => [name, ownPath[names[n + names.length - around.length] ?? ''] ?? '']));
    return { ...ended, parentAfter: await session.send(usableRequest(session, above.read, 'removed-parent', { pathValues: readPath })) };
  },
});

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
