import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { silenceSeconds, windowSeconds } from '../../subjects/quota-window.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';

/** A small read after a silence in which the whole quota comes back. */
export const restedRead = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'rested-read',
  async run(session, { operation }) {
    const { contract, target } = session;
    const { rateLimit } = contract.conventions;
    const seconds = rateLimit ? silenceSeconds(windowSeconds(rateLimit, target)) : 0;
    await session.pause(seconds * 1000, 'the whole quota is to be there');
    return session.send(smallRead(session, operationOf(contract, operation)));
  },
});
