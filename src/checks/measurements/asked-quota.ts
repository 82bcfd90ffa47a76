import type { RateLimit } from '../../contract/conventions.ts';
import { operationOf } from '../../contract/operation.ts';
import type { CredentialUse, PlannedRequest } from '../../model/request.ts';
import type { Target } from '../../model/target.ts';
import { announcedQuota } from '../announced-quota.ts';
import { NotTried, Undecidable } from '../define.ts';
import { tooSmall, windowSeconds } from '../quota-window.ts';
import { defineMeasurement } from '../session.ts';
import { smallRead } from '../small-read.ts';

export type AskedQuota = {
  /** A small read with the credential whose quota may be exceeded. */
  readonly request: PlannedRequest;
  readonly rateLimit: RateLimit;
  /** The limit by the service's own word; undefined where it says none. */
  readonly announced: number | undefined;
  /** Calls let through in a window, by the service's word, else by the operator's. */
  readonly limit: number;
  readonly windowMs: number;
  /** Calls that no scheme of that limit lets through within one window. */
  readonly enough: number;
};

/** Calls that no scheme of a limit lets through within one window: two windows may meet in it, and a few for rounding. */
export const callsAbove = (limit: number): number => 2 * limit + 10;

/** Reads once how large the quota is, before it is used up. */
export const askedQuota = defineMeasurement<{ readonly operation: string }, AskedQuota>({
  id: 'asked-quota',
  async run(session, { operation: key }) {
    const { target, contract } = session;
    const rateLimit = contract.conventions.rateLimit;
    if (!rateLimit) throw new NotTried('not-applicable', 'The contract says nothing of a quota');
    const credential: CredentialUse = { kind: 'valid', name: target.credentials.includes('flood') ? 'flood' : 'key' };
    const request = { ...smallRead(session, operationOf(contract, key)), credential };
    const exchange = await session.send(request);
    const said = announcedQuota(rateLimit, exchange).limit;
    const announced = said === undefined || said === 0 ? undefined : said;
    const limit = announced ?? operatorsLimit(rateLimit, target);
    if (limit === undefined)
      throw new Undecidable('The limit is unknown: no answer announces it, and the target has neither quota nor plan', [exchange]);
    const seconds = windowSeconds(rateLimit, target);
    const small = tooSmall(limit, seconds);
    if (small !== undefined) throw new NotTried('unsupported', small);
    const enough = callsAbove(limit);
    if (enough > target.flood.maxRequests) {
      throw new NotTried(
        'not-allowed',
        `A flood above a limit of ${limit} takes ${enough} requests, flood.maxRequests is ${target.flood.maxRequests}`,
      );
    }
    return { request, rateLimit, announced, limit, windowMs: seconds * 1000, enough };
  },
});

/** The limit that the operator tells: by its quota, else by its plan. */
export const operatorsLimit = ({ plans }: RateLimit, { quota, plan }: Target): number | undefined => {
  if (quota) return quota.limit;
  const printed = plan === undefined ? undefined : plans?.[plan];
  if (!printed) return undefined;
  return 'limit' in printed ? printed.limit : printed.atLeast;
};
