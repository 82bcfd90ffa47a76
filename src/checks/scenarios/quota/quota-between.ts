import type { RateLimit } from '../../../contract/conventions.ts';
import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialName } from '../../../model/request.ts';
import { announcedQuota } from '../../subjects/announced-quota.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';

type Parameters = {
  /** What the quota is read from. */
  readonly operation: string;
  /** What is called in between, and with which credential. */
  readonly other: string;
  readonly credential: CredentialName;
};

/** `together`: the calls in between lower what is left; `apart`: they do not. Undefined where it stayed unclear. */
export type QuotaBetween = 'together' | 'apart' | undefined;

/** Calls in between: so many that one call of somebody else changes nothing. */
const between = 3;

/** A window that ends in the middle tells nothing; two in a row end only where windows are too short to be judged. */
const tries = 3;

/** Calls one operation, then another one several times, then the first again, and compares what is left of the quota. */
export const quotaBetween = defineMeasurement<Parameters, QuotaBetween>({
  id: 'quota-between',
  async run(session, { operation, other, credential: name }) {
    const { contract } = session;
    const { rateLimit } = contract.conventions;
    if (!rateLimit) return undefined;
    const read = smallRead(session, operationOf(contract, operation));
    const inserted = { ...smallRead(session, operationOf(contract, other)), credential: { kind: 'valid', name } as const };
    for (let turn = 0; turn < tries; turn++) {
      const before = await session.send(read);
      const calls: Exchange[] = [];
      for (let call = 0; call < between; call++) calls.push(await session.send(inserted));
      const after = await session.send(read);
      // A refused credential is counted by nobody.
      if (!calls.every(isSuccess)) return undefined;
      const fallen = fallBetween(before, after, rateLimit);
      if (fallen === 1) return 'apart';
      if (fallen !== undefined && fallen > between) return 'together';
    }
    return undefined;
  },
});

/** Most requests it takes. */
export const quotaBetweenCost = tries * (between + 2);

/** By how much Remaining is lower; undefined where the two answers do not belong to one window. */
const fallBetween = (before: Exchange, after: Exchange, rateLimit: RateLimit): number | undefined => {
  const [from, to] = [announcedQuota(rateLimit, before), announcedQuota(rateLimit, after)];
  const isOneWindow = from.reset !== undefined && from.reset === to.reset && from.limit === to.limit;
  return isOneWindow && from.remaining !== undefined && to.remaining !== undefined ? from.remaining - to.remaining : undefined;
};
