import { isSuccess, statusOf } from '../../../contract/message.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { pageItems } from '../../subjects/collection.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isMakeable, resourceNamed } from '../../subjects/resources.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { idPlaceOf, idText, shownThing, type Thing } from '../../subjects/shown-thing.ts';
import { firstLooks, type FirstLooks } from './first-looks.ts';
import { goneStatuses, lookInList, onThing } from './look-at-thing.ts';
import { plainRead } from '../calls/reads.ts';

/** A thing that a list shows, with a read of it. */
export type ListedRead = {
  readonly id: string;
  readonly item: Thing;
  readonly list: Exchange;
  readonly exchange: Exchange;
  readonly thing: Thing | undefined;
  /** Where it was not there in several tries: the list still showed it after them. */
  readonly stillListed: boolean;
};

export type KnownReads = {
  readonly listed: readonly ListedRead[];
  /** Reads of what the run made; undefined where it may make nothing. */
  readonly own: FirstLooks | undefined;
};

/** Things of a list that are read one by one. */
const mostListed = 5;
const tries = 3;
const pauseMs = 2000;

/** Reads what is there: the first things of the list, and those that the run made. */
export const knownReads = defineMeasurement<{ readonly resource: string }, KnownReads>({
  id: 'known-reads',
  async run(session, parameters) {
    const resource = resourceNamed(session.contract, parameters.resource);
    const { read, collection } = resource;
    const mayMake = isMakeable(resource) && isAllowed(resource.create, session.target);
    const looks = mayMake ? await orSkipped(session.measure(firstLooks, parameters)) : undefined;
    const own = looks === undefined || isSkipped(looks) ? undefined : looks;
    const listed: ListedRead[] = [];
    if (read && collection) {
      const list = await session.measure(plainRead, { operation: collection.operation.key });
      const items = (pageItems(collection, list) ?? []).filter(isObject).slice(0, mostListed);
      for (const item of items) {
        const id = idText(valueAt(item, idPlaceOf(resource)));
        if (id === undefined) continue;
        let exchange = await onThing(session, read, id);
        for (let turn = 1; turn < tries && goneStatuses.includes(statusOf(exchange) ?? 0); turn++) {
          await session.pause(pauseMs, 'a listed thing is to be readable');
          exchange = await onThing(session, read, id);
        }
        const isLost = goneStatuses.includes(statusOf(exchange) ?? 0);
        const look = isLost ? await lookInList(session, resource, [id]) : undefined;
        listed.push({
          id,
          item,
          list,
          exchange,
          thing: isSuccess(exchange) ? shownThing(resource, 'read', exchange, id) : undefined,
          stillListed: look?.shown.has(id) === true,
        });
      }
    }
    return { listed, own };
  },
});
