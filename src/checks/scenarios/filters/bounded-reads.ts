import type { Collection, Contract, Filter } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { creatorFor, itemKey, largestPage, listAt } from '../../subjects/collection.ts';
import { beginOf, dayMs, dayOf, momentIn, zoneLeaveMs } from '../../kit/days.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, needsFor } from '../../kit/prerequisites.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { listed } from '../lifecycle/listed.ts';
import { listInUse } from '../paging/offered-styles.ts';
import { firstPage, itemsOfWalk, referenceWalk, type Walk, walkList } from '../paging/walk.ts';

/** A read with a day as the bound. `beginsMs`: when that day begins, as early or as late as it may be anywhere. */
export type BoundedRead = { readonly day: string; readonly beginsMs: number; readonly exchange: Exchange };

export type BoundedReads = {
  readonly list: Walk;
  /** By a day beyond every item, and by one before every item. */
  readonly nothing: BoundedRead;
  readonly everything: BoundedRead;
  /** By days that leave out some of the items. */
  readonly between: readonly BoundedRead[];
  /** A thing of ours that the list shows, with a walk by a day that lets it in; undefined where nothing was created. */
  readonly own: { readonly key: string; readonly walked: Walk } | undefined;
};

/** A day long before anything was created by any service of today. */
const longAgo = '2000-01-01';

/** Other items whose days serve as bounds, beside the oldest. */
const mostOthers = 3;

const pages = 200;

/** Where items show what a filter bounds: as the contract says, else as it says of a filter of that name in another list. */
export const boundedAt = (contract: Contract, { at, parameter, compare }: Filter): string | undefined =>
  at ??
  contract.collections
    .flatMap(({ filters }) => filters)
    .find((other) => other.parameter.name === parameter.name && other.compare === compare && other.at !== undefined)?.at;

/** The leave that a bare day needs: none where its zone is printed. */
const leaveOf = ({ zone }: Filter): number => (zone === 'UTC' ? 0 : zoneLeaveMs);

/** Reads a list by a bound of time: by days around everything, and by days that items lie beside. */
export const boundedReads = defineMeasurement<{ readonly operation: string; readonly parameter: string }, BoundedReads>({
  id: 'bounded-reads',
  async run(session, { operation, parameter }) {
    const collection = await listInUse(session, listAt(session.contract, { operation }));
    const filter = collection.filters.find((one) => one.parameter.name === parameter);
    if (!filter) throw new RangeError(`Cannot find the filter ${parameter} of ${operation}`);
    const isAfter = filter.compare === 'after';
    // What is created for others is there before the list is read, so that it is among the items too.
    const own = isAfter ? await ownThing(session, collection) : undefined;
    const list = await referenceWalk(session, collection, `before ${parameter}`);
    const read = async (day: string): Promise<BoundedRead> => ({
      day,
      beginsMs: beginOf(day) + (isAfter ? -leaveOf(filter) : leaveOf(filter)),
      exchange: await firstPage(session, collection, [[parameter, day], ...largestPage(collection)]),
    });
    const ahead = dayOf(session.now() + 2 * dayMs);
    const [nothing, everything] = [await read(isAfter ? ahead : longAgo), await read(isAfter ? longAgo : ahead)];
    const between: BoundedRead[] = [];
    for (const day of daysBeside(session.contract, collection, filter, list)) between.push(await read(day));
    const letIn = own && [[parameter, dayOf(session.now() - dayMs)] as const, ...largestPage(collection)];
    return {
      list,
      nothing,
      everything,
      between,
      own: letIn ? { key: own, walked: await walkList(session, collection, { query: letIn, pages, turn: 'with our own' }) } : undefined,
    };
  },
});

/** The id of a thing of ours that its list shows. */
const ownThing = async (session: Session, collection: Collection): Promise<string | undefined> => {
  const { contract, target } = session;
  const create = creatorFor(contract, collection);
  if (!create || !isAllowed(create, target)) return undefined;
  if (needsFor(create, { contract, target }).some(({ kind }) => kind !== 'permission')) return undefined;
  const shown = await orSkipped(session.measure(listed, { operation: create.key }));
  return !isSkipped(shown) && shown.kind === 'listed' ? itemKey(collection, shown.item) : undefined;
};

/** Days that leave out the oldest item, or the newest, and a few others by what is certain of the zone. */
const daysBeside = (contract: Contract, collection: Collection, filter: Filter, list: Walk): string[] => {
  const at = boundedAt(contract, filter);
  const moments = at === undefined ? [] : itemsOfWalk(collection, list).flatMap((item) => momentIn(valueAt(item, at)) ?? []);
  const isAfter = filter.compare === 'after';
  const ordered = [...new Set(moments)].sort((a, b) => (isAfter ? a - b : b - a));
  const days = (isAfter ? 1 : -1) * (leaveOf(filter) === 0 ? 1 : 2) * dayMs;
  const chosen = [ordered[0], ordered.at(-1), ordered[Math.floor(ordered.length / 2)], ordered[1]].filter((one) => one !== undefined);
  return [...new Set(chosen.map((moment) => dayOf(moment + days)))].slice(0, 1 + mostOthers);
};
