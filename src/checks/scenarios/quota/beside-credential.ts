import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { operatorsLimit } from '../../subjects/plan-quota.ts';
import { mayWait, silenceSeconds, windowSeconds } from '../../subjects/quota-window.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';

export type BesideCredential = {
  /** With the second credential, before the others and after. */
  readonly before: Exchange;
  readonly after: Exchange;
  /** With the key: one, and many at the same moment. */
  readonly first: Exchange;
  readonly calls: readonly Exchange[];
};

export const besideCalls = 60;
const leastCalls = 8;

/** What is left for a second credential before and after many calls with the key; at rest where that may be waited for. */
export const besideCredential = defineMeasurement<{ readonly operation: string }, BesideCredential>({
  id: 'beside-credential',
  async run(session, { operation }) {
    const { contract, target } = session;
    const { rateLimit } = contract.conventions;
    const limit = rateLimit && operatorsLimit(rateLimit, target);
    const count = Math.max(leastCalls, Math.min(besideCalls, Math.floor((limit ?? Infinity) / 4)));
    const seconds = rateLimit ? silenceSeconds(windowSeconds(rateLimit, target)) : 0;
    if (mayWait(seconds, target)) await session.pause(seconds * 1000, 'the whole quota is to be there');
    const read = smallRead(session, operationOf(contract, operation));
    const second = { ...read, credential: { kind: 'valid', name: 'second' } as const };
    const before = await session.send(second);
    const first = await session.send(read);
    const calls = await session.sendTogether(Array.from({ length: count }, () => read));
    return { before, first, calls, after: await session.send(second) };
  },
});
