import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { collectionAt, largestPage } from '../../subjects/collection.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { listInUse } from './offered-styles.ts';

/** Between them what is made anew for each answer has changed. */
const betweenMs = 2000;

/** The first page of a list, and the same some seconds later. */
export const listedTwice = defineMeasurement<{ readonly operation: string }, readonly Exchange[]>({
  id: 'listed-twice',
  async run(session, { operation }) {
    const collection = collectionAt(session.contract, operation);
    const list = collection && (await listInUse(session, collection));
    const base = usableRequest(session, operationOf(session.contract, operation), 'twice');
    const request = { ...base, query: [...base.query, ...(list ? largestPage(list) : [])] };
    const first = await session.send(request);
    await session.pause(betweenMs, 'the list is read once more');
    return [first, await session.send(request)];
  },
});
