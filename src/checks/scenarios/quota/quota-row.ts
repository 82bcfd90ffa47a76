import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { silenceSeconds, windowSeconds } from '../../subjects/quota-window.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';

type Parameters = {
  readonly operation: string;
  /** After a silence in which the whole quota comes back. */
  readonly rested: boolean;
};

/** Calls of a row. */
export const rowLength = 5;

/** Small reads one right after the other. */
export const quotaRow = defineMeasurement<Parameters, readonly Exchange[]>({
  id: 'quota-row',
  async run(session, { operation, rested }) {
    const { contract, target } = session;
    const { rateLimit } = contract.conventions;
    if (rested && rateLimit) {
      await session.pause(silenceSeconds(windowSeconds(rateLimit, target)) * 1000, 'the whole quota is to be there');
    }
    const exchanges: Exchange[] = [];
    for (let call = 0; call < rowLength; call++) exchanges.push(await session.send(smallRead(session, operationOf(contract, operation))));
    return exchanges;
  },
});
