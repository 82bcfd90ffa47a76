import type { RateLimit } from '../../../contract/conventions.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { CredentialUse, PlannedRequest } from '../../../model/request.ts';
import { announcedQuota } from '../../subjects/announced-quota.ts';
import { NotTried, Undecidable } from '../../kit/define.ts';
import { burstOf, operatorsLimit } from '../../subjects/plan-quota.ts';
import { tooSmall, windowSeconds } from '../../subjects/quota-window.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';

export type AskedQuota = {
  /** A small read with the credential whose quota may be exceeded. */
  readonly request: PlannedRequest;
  readonly rateLimit: RateLimit;
  /** Calls let through in a window, by the service's word, else by the operator's. */
  readonly limit: number;
  /** The same where it can be counted out: a contract that names a header for it is taken by that header alone. */
  readonly counted: number | undefined;
  /** The most that a window may let through at once. */
  readonly burst: number;
  readonly windowMs: number;
  /** Calls that no scheme of that limit lets through within one window. */
  readonly enough: number;
};

/**
 * Calls that no scheme of a limit lets through within one window: two windows may meet in it, or the burst come on top,
 * and a few for rounding.
 */
export const callsAbove = (limit: number, burst: number): number => limit + Math.max(limit, burst) + 10;

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
    const known = operatorsLimit(rateLimit, target);
    const limit = announced ?? known;
    if (limit === undefined)
      throw new Undecidable('The limit is unknown: no answer announces it, and the target has neither quota nor plan', [exchange]);
    const seconds = windowSeconds(rateLimit, target);
    const small = tooSmall(limit, seconds);
    if (small !== undefined) throw new NotTried('unsupported', small);
    const burst = burstOf(rateLimit, target, limit);
    const enough = callsAbove(limit, burst);
    if (enough > target.flood.maxRequests) {
      throw new NotTried(
        'not-allowed',
        `A flood above a limit of ${limit} takes ${enough} requests, flood.maxRequests is ${target.flood.maxRequests}`,
      );
    }
    const counted = announced ?? (rateLimit.headers?.limit === undefined ? known : undefined);
    return { request, rateLimit, limit, counted, burst, windowMs: seconds * 1000, enough };
  },
});
