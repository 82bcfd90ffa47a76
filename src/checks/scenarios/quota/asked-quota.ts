import type { RateLimit } from '../../../contract/conventions.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { CredentialUse, PlannedRequest } from '../../../model/request.ts';
import type { Target } from '../../../model/target.ts';
import { NotTried, type Surroundings, Undecidable } from '../../kit/define.ts';
import { defineScenario } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { announcedQuota } from '../../subjects/quota-headers.ts';
import { burstOf, operatorsLimit, tooLong, tooSmall, windowSeconds } from '../../subjects/quota.ts';
import { quotaOf } from './at-rest.ts';

export type AskedQuota = {
  /** A small read with the credential whose quota may be exceeded, or without one where it needs none. */
  readonly request: PlannedRequest;
  readonly rateLimit: RateLimit;
  /** Calls accepted in a window, as the service reports it, else as the target's config gives it. */
  readonly limit: number;
  /** The same where it can be counted: where the contract names a header for it, only by that header. */
  readonly counted: number | undefined;
  /** The most calls that may be accepted at once. */
  readonly burst: number;
  readonly windowMs: number;
  /** More calls than any scheme of that limit accepts within one window. */
  readonly enough: number;
};

/**
 * More calls than any scheme of a limit accepts within one window: two windows may meet in it, or the burst come on top, and a few for
 * rounding.
 */
const callsAbove = (limit: number, burst: number): number => limit + Math.max(limit, burst) + 10;

/**
 * Checks the operator's bound on a burst.
 * @throws {NotTried} where a burst above a limit takes more.
 */
export const throwIfTooMany = (requests: number, limit: number, { flood }: Pick<Target, 'flood'>): void => {
  if (requests <= flood.maxRequests) return;
  throw new NotTried(
    'not-allowed',
    `A burst above a limit of ${limit} takes ${requests} requests, flood.maxRequests is ${flood.maxRequests}`,
  );
};

/** Reads once how large the quota is, before it is used up. */
export const askedQuota = defineScenario<{ readonly operation: string }, AskedQuota>({
  id: 'asked-quota',
  async run(session, { operation: key }) {
    const { target, contract } = session;
    const rateLimit = quotaOf(session);
    const read = operationOf(contract, key);
    const small = smallRead(session, read);
    const mine: CredentialUse = { kind: 'valid', name: target.credentials.includes('flood') ? 'flood' : 'key' };
    const request = { ...small, credential: read.secured ? mine : small.credential };
    const exchange = await session.send(request);
    const inHeader = announcedQuota(rateLimit, exchange).limit;
    const announced = inHeader === 0 ? undefined : inHeader;
    const known = operatorsLimit(rateLimit, target);
    const limit = announced ?? known;
    if (limit === undefined)
      throw new Undecidable('The limit is unknown: no answer announces it, and the target has neither quota nor tier', [exchange]);
    const seconds = windowSeconds(rateLimit, target);
    const unfit = tooSmall(limit, seconds) ?? tooLong(rateLimit, target, limit, seconds);
    if (unfit !== undefined) throw new NotTried('unsupported', unfit);
    const burst = burstOf(rateLimit, target, limit);
    const enough = callsAbove(limit, burst);
    throwIfTooMany(enough, limit, target);
    const counted = announced ?? (rateLimit.headers?.limit === undefined ? known : undefined);
    return { request, rateLimit, limit, counted, burst, windowMs: seconds * 1000, enough };
  },
});

/** Most requests of the shared burst: the operator's bound where the limit is not known yet. */
export const burstCost = ({ contract, target }: Surroundings): { readonly requests: number; readonly creates: number } => {
  const { rateLimit } = contract.conventions;
  const limit = rateLimit && operatorsLimit(rateLimit, target);
  const most = limit === undefined ? Infinity : limit + callsAbove(limit, rateLimit ? burstOf(rateLimit, target, limit) : limit);
  return { requests: 2 + Math.min(most, target.flood.maxRequests), creates: 0 };
};
