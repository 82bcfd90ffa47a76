import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { largestPage } from '../../subjects/collection.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { listOf, recogniser } from './created.ts';
import { requestAsSet } from './creation-as-set.ts';
import { awaitListed } from './listed.ts';
import { listInUse } from '../paging/offered-styles.ts';
import { patienceMs } from '../../kit/patience.ts';
import { itemsOfWalk, walk } from '../paging/walk.ts';

export type CreatedTogether = {
  readonly exchanges: readonly Exchange[];
  /** Things with that name in the list, some time after the only accepted creation showed; undefined where not counted. */
  readonly listed: number | undefined;
};

/** Equal creations sent at the same moment. */
export const together = 3;

/** Least time in milliseconds in which another thing may show after the first. */
const leastMs = 1000;

const listPages = 200;

/**
 * Sends one creation several times at once. Where one is accepted, its things are counted in the list after as long
 * again as the first one took to show.
 */
export const createdTogether = defineMeasurement<{ readonly operation: string }, CreatedTogether>({
  id: 'created-together',
  async run(session, { operation: key }) {
    const { contract, target } = session;
    const operation = operationOf(contract, key);
    const request = requestAsSet(session, { operation: key, settings: [], purpose: 'together' });
    const exchanges = await session.sendTogether(Array.from({ length: together }, () => request));
    const [accepted, second] = exchanges.filter(isSuccess);
    const collection = listOf(contract, operation);
    const isOne = collection && recogniser(contract, operation, collection, request);
    if (!accepted || second || !collection || !isOne) return { exchanges, listed: undefined };
    const since = session.now();
    const shown = await awaitListed(session, operation, accepted);
    const tookMs = session.now() - since;
    const leftMs = Math.max(0, patienceMs(target, 'created.listed') - tookMs);
    if (shown.kind === 'listed') await session.pause(Math.min(Math.max(leastMs, tookMs), leftMs), 'another thing of that name may show');
    const list = await listInUse(session, collection);
    const walking = { operation: list.operation.key, style: list.style, query: largestPage(list), pages: listPages };
    const walked = await walk.run(session, walking);
    return { exchanges, listed: itemsOfWalk(collection, walked).filter(isOne).length };
  },
});
