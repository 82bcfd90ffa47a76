import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Operation, Parameter } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import type { QueryPairs } from '../../subjects/collection.ts';
import { itemIn, resourceIn } from '../../subjects/round-trips.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';
import { type SoftDeletion, softDeletions } from '../../subjects/soft-deletions.ts';
import { findItem } from '../paging/find-item.ts';
import { goneStatuses, isCached } from './look-at-resource.ts';
import { parentValues } from './round-trip/parents.ts';
import { type Living, make, onItem } from './round-trip/steps.ts';
import type { Way } from './round-trip/way.ts';
import { until } from './until.ts';

/** A read or a list that was asked for what is marked as removed, and the resource as it shows it. */
export type Marked = {
  readonly word: 'read' | 'list';
  readonly exchange: Exchange;
  readonly resource: Resource | undefined;
  /** A list was read to its end, or a read was answered, so that it tells something where it does not show the resource. */
  readonly isWhole: boolean;
};

/** A resource that was created, removed, looked for with and without the flag, restored, removed again, and removed for good. */
export type SoftDeleted = {
  readonly creation: Exchange;
  readonly removal: Exchange | undefined;
  /** It is gone for a plain read. */
  readonly isGone: boolean;
  readonly marked: readonly Marked[];
  /** A look at the list without the flag after the removal, where the document says that it leaves out what is removed. */
  readonly plainly: Marked | undefined;
  /** The changes that their texts refuse for what is removed: before the removal, as far as they do not remove it, and after it. */
  readonly refused: readonly { readonly operation: Operation; readonly before: Exchange | undefined; readonly after: Exchange }[];
  /** After the removal a plain read shows it with its mark. */
  readonly isShown: boolean;
  readonly restoration: Exchange | undefined;
  /** Looks without the flag after the restoration. */
  readonly back: readonly Marked[];
  /** A second restoration, of what is there. */
  readonly again: Exchange | undefined;
  /** The removal for good of what was removed once more, and a restoration after it. */
  readonly purge: Exchange | undefined;
  readonly afterPurge: Exchange | undefined;
};

/** The longest wait in milliseconds for a read or a list. */
const longestMs = 5000;

/** Looks at the resource by a read or its list until it is shown as wanted, or the time is over. */
const lookUntil = async (
  way: Living,
  word: Marked['word'],
  flag: Parameter | undefined,
  isRight: (resource: Resource | undefined) => boolean,
): Promise<Marked | undefined> => {
  const { session, trip, id } = way;
  const { read, list } = trip;
  const query: QueryPairs = flag ? [[flag.name, 'true']] : [];
  const look = async (): Promise<Marked | undefined> => {
    if (word === 'read') {
      if (!read) return undefined;
      const send: Session['send'] = (request) => session.send({ ...request, query: [...request.query, ...query] });
      const exchange = await onItem({ ...way, session: { ...session, send } }, read, way.creation, id);
      const resource = isCached(exchange) ? undefined : resourceIn(session.contract, read, exchange, trip.id);
      return { word, exchange, resource, isWhole: !isCached(exchange) };
    }
    if (!list) return undefined;
    const isIt = (item: unknown): boolean => isObject(item) && idText(item[trip.id]) === id;
    const found = await findItem(session, list, isIt, { pathValues: way.creation.request.pathValues, query });
    const isFresh = !isCached(found.exchange);
    const resource = found.kind === 'item' && isFresh ? itemIn(trip, list, found.exchange, id) : undefined;
    return { word, exchange: found.exchange, resource, isWhole: found.kind === 'absent' && isFresh };
  };
  let last = await look();
  const withinMs = Math.min(
    patienceMs(session.target, word === 'list' ? 'created.listed' : 'updated.shown', { presumed: trip }),
    longestMs,
  );
  if (last && !isRight(last.resource))
    await until(session, { withinMs, why: 'what was removed or restored is to be shown so' }, async () => {
      last = (await look()) ?? last;
      return isRight(last?.resource) ? true : undefined;
    });
  return last;
};

/** Does a resource show its mark: a moment, or true. */
export const isMarked = (mark: string | undefined, resource: Resource | undefined): boolean => {
  const value = mark === undefined ? undefined : resource?.[mark];
  return value !== undefined && value !== null && value !== false;
};

const marksShown = async (way: Living, { mark, listFlag, readFlag }: SoftDeletion): Promise<readonly Marked[]> => {
  const isRight = (resource: Resource | undefined): boolean => resource !== undefined && (mark === undefined || isMarked(mark, resource));
  const looks = [
    readFlag && (await lookUntil(way, 'read', readFlag, isRight)),
    listFlag && (await lookUntil(way, 'list', listFlag, isRight)),
  ];
  return looks.filter((one) => one !== undefined);
};

/** What a removal marks: created, removed, looked for, and brought back where that is allowed. */
export const softDeleted = defineScenario<{ readonly remove: string }, SoftDeleted>({
  id: 'soft-deleted',
  async run(session, parameters) {
    const { contract, target } = session;
    const found = softDeletions(contract).find(({ remove }) => remove.key === parameters.remove);
    if (!found) throw new NotTried('not-applicable', `${parameters.remove} does not only mark what it removes`);
    const { trip, remove, restore, mark } = found;
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const made = await make(way, 'soft-deleted', (base) => base);
    const none: SoftDeleted = {
      creation: made.exchange,
      removal: undefined,
      isGone: false,
      marked: [],
      plainly: undefined,
      refused: [],
      isShown: false,
      restoration: undefined,
      back: [],
      again: undefined,
      purge: undefined,
      afterPurge: undefined,
    };
    if (made.id === undefined) return none;
    const living: Living = { ...way, creation: made.exchange, id: made.id };
    const on = (operation: Operation): Promise<Exchange> => onItem(living, operation, living.creation, living.id);
    const before = new Map<string, Exchange>();
    for (const { operation } of found.refused)
      if (operation.key !== remove.key && isAllowed(operation, target)) before.set(operation.key, await on(operation));
    const removal = await on(remove);
    if (!isSuccess(removal) || statusOf(removal) === 202) return { ...none, removal };
    const plain = trip.read && (await on(trip.read));
    const isShown = plain !== undefined && trip.read !== undefined && isMarked(mark, resourceIn(contract, trip.read, plain, trip.id));
    const refused: { operation: Operation; before: Exchange | undefined; after: Exchange }[] = [];
    for (const { operation } of isShown ? found.refused : [])
      if (isAllowed(operation, target)) refused.push({ operation, before: before.get(operation.key), after: await on(operation) });
    const isGone = plain === undefined || goneStatuses.includes(statusOf(plain) ?? 0);
    const plainly =
      found.leftOut === undefined ? undefined : await lookUntil(living, 'list', undefined, (resource) => resource === undefined);
    const marked = await marksShown(living, found);
    const removed = { ...none, removal, isGone, isShown, plainly, marked, refused };
    if (!restore || !isAllowed(restore, target)) return removed;
    const restoration = await on(restore);
    if (!isSuccess(restoration)) return { ...removed, restoration };
    const isBack = (resource: Resource | undefined): boolean => resource !== undefined && !isMarked(mark, resource);
    const back = [await lookUntil(living, 'read', undefined, isBack), await lookUntil(living, 'list', undefined, isBack)];
    const again = found.refusedOtherwise === undefined ? undefined : await on(restore);
    const last = await on(remove);
    const restored = { ...removed, restoration, back: back.filter((one) => one !== undefined), again };
    const isPurged = found.purge !== undefined && isAllowed(found.purge, target) && isSuccess(last) && statusOf(last) !== 202;
    if (!isPurged || !found.purge) return restored;
    const purge = await on(found.purge);
    const isDone = isSuccess(purge) && statusOf(purge) !== 202;
    const afterPurge = isDone ? await on(restore) : undefined;
    // What came back all the same is removed again.
    if (afterPurge && isSuccess(afterPurge)) await on(remove);
    return { ...restored, purge, afterPurge };
  },
});
