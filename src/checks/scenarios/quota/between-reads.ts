import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { silenceSeconds, mayWait, windowSeconds } from '../../subjects/quota-window.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { otherRead } from './other-read.ts';

export type BetweenReads = {
  readonly before: Exchange;
  readonly between: readonly Exchange[];
  readonly after: Exchange;
  /** Nobody called for a whole window before, so that none of the quota comes back meanwhile. */
  readonly atRest: boolean;
};

/** Calls of the other operation. */
export const betweenCalls = 5;

/** One operation, then another one several times, then the first again; at rest where that may be waited for, because calls of a minute ago come back. */
export const betweenReads = defineMeasurement<{ readonly operation: string }, BetweenReads | undefined>({
  id: 'between-reads',
  async run(session, { operation }) {
    const { contract, target } = session;
    const { rateLimit } = contract.conventions;
    const other = await session.measure(otherRead, { operation });
    if (!other || !rateLimit) return undefined;
    const seconds = silenceSeconds(windowSeconds(rateLimit, target));
    const atRest = mayWait(seconds, target);
    if (atRest) await session.pause(seconds * 1000, 'the whole quota is to be there');
    const read = smallRead(session, operationOf(contract, operation));
    const before = await session.send(read);
    const between: Exchange[] = [];
    for (let call = 0; call < betweenCalls; call++) between.push(await session.send(other));
    return { before, between, after: await session.send(read), atRest };
  },
});
