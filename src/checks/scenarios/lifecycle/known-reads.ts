import { isSuccess, statusOf } from '../../../contract/message.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { pageItems } from '../../subjects/collection.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isMakeable, resourceTypeNamed } from '../../subjects/resources.ts';
import { defineScenario } from '../../kit/session.ts';
import { idLocationOf, idText, shownResource, type Resource } from '../../subjects/shown-resource.ts';
import { firstLooks, type FirstLooks } from './first-looks.ts';
import { goneStatuses, lookInList, onResource } from './look-at-resource.ts';
import { plainRead } from '../calls/reads.ts';

/** A resource that a list shows, with a read of it. */
export type ListedRead = {
  readonly id: string;
  readonly item: Resource;
  readonly list: Exchange;
  readonly exchange: Exchange;
  readonly resource: Resource | undefined;
  /** After several reads that did not find it: did the list still show it. */
  readonly stillListed: boolean;
};

export type KnownReads = {
  readonly listed: readonly ListedRead[];
  /** Reads of the resources that the run created; undefined where it may create none. */
  readonly own: FirstLooks | undefined;
};

/** Most resources of a list that are read one by one. */
const mostListed = 5;
const tries = 3;
const pauseMs = 2000;

/** Reads existing resources: the first of the list, and those that the run created. */
export const knownReads = defineScenario<{ readonly resourceType: string }, KnownReads>({
  id: 'known-reads',
  async run(session, parameters) {
    const resourceType = resourceTypeNamed(session.contract, parameters.resourceType);
    const { read, collection } = resourceType;
    const mayMake = isMakeable(resourceType) && isAllowed(resourceType.create, session.target);
    const looks = mayMake ? await orSkipped(session.run(firstLooks, parameters)) : undefined;
    const own = looks === undefined || isSkipped(looks) ? undefined : looks;
    const listed: ListedRead[] = [];
    // What a list shows of others may be less than what they may read.
    if (read && collection && !resourceType.presumed) {
      const list = await session.run(plainRead, { operation: collection.operation.key });
      const items = (pageItems(collection, list) ?? []).filter(isObject).slice(0, mostListed);
      for (const item of items) {
        const id = idText(valueAt(item, idLocationOf(resourceType)));
        if (id === undefined) continue;
        let exchange = await onResource(session, read, id);
        for (let turn = 1; turn < tries && goneStatuses.includes(statusOf(exchange) ?? 0); turn++) {
          await session.pause(pauseMs, 'a listed resource is to be readable');
          exchange = await onResource(session, read, id);
        }
        const isLost = goneStatuses.includes(statusOf(exchange) ?? 0);
        const look = isLost ? await lookInList(session, resourceType, [id]) : undefined;
        listed.push({
          id,
          item,
          list,
          exchange,
          resource: isSuccess(exchange) ? shownResource(resourceType, 'read', exchange, id) : undefined,
          stillListed: look?.shown.has(id) === true,
        });
      }
    }
    return { listed, own };
  },
});
