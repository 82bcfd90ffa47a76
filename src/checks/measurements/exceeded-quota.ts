import { headerValues, statusOf } from '../../contract/message.ts';
import type { RateLimit } from '../../contract/conventions.ts';
import { statuses } from '../../contract/conventions-at.ts';
import { operationOf } from '../../contract/operation.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { CredentialUse } from '../../model/request.ts';
import type { Target } from '../../model/target.ts';
import { NotTried, Undecidable } from '../define.ts';
import { defineMeasurement } from '../session.ts';
import { smallRead } from '../small-read.ts';

export type ExceededQuota = {
  /** Calls the service lets through in a window, by its own word or the operator's. */
  readonly limit: number;
  readonly windowMs: number;
  /** Calls that no scheme of that limit lets through within one window. */
  readonly enough: number;
  readonly exchanges: readonly Exchange[];
};

/** Below this the tolerance of two requests weighs more than the limit. */
const leastLimit = 20;
const leastWindowMs = 2000;

/** Calls sent at the same time: enough for hundreds a second over a slow line. */
const width = 20;

/** A refusal by quota under another status than the documented one: told by the header that says nothing remains. */
export const refusedOtherwise = ({ exceeded, headers }: RateLimit, exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  if ((status !== 403 && status !== 503) || statuses(exceeded).includes(status) || headers?.remaining === undefined) return false;
  return headerValues(exchange, headers.remaining)[0] === '0';
};

/** Refusals of that kind one after another that end a flood. */
export const refusalsInARow = 3;

/** Sends small reads above the quota until one is refused, or until more were answered than any limit could let through. */
export const exceededQuota = defineMeasurement<{ readonly operation: string }, ExceededQuota>({
  id: 'exceeded-quota',
  async run(session, { operation: key }) {
    const { target, contract } = session;
    const rateLimit = contract.conventions.rateLimit;
    if (!rateLimit) throw new NotTried('not-applicable', 'The contract says nothing of a quota');
    const credential: CredentialUse = { kind: 'valid', name: target.credentials.includes('flood') ? 'flood' : 'key' };
    const request = { ...smallRead(session, operationOf(contract, key)), credential };
    const asked = await session.send(request);
    const limit = announcedLimit(rateLimit, asked) ?? operatorsLimit(rateLimit, target);
    if (limit === undefined)
      throw new Undecidable('The limit is unknown: no answer announces it, and the target has neither quota nor plan', [asked]);
    const windowMs = (target.quota?.windowSeconds ?? rateLimit.window.seconds) * 1000;
    if (limit < leastLimit || windowMs < leastWindowMs) {
      throw new NotTried(
        'unsupported',
        `A quota of ${limit} in ${windowMs / 1000} s is too small to be judged, at least ${leastLimit} in 2 s`,
      );
    }
    const enough = 2 * limit + 10;
    if (enough > target.flood.maxRequests) {
      throw new NotTried(
        'not-allowed',
        `A flood above a limit of ${limit} takes ${enough} requests, flood.maxRequests is ${target.flood.maxRequests}`,
      );
    }
    let inARow = 0;
    const exchanges = await session.flood(request, {
      most: enough,
      withinMs: windowMs,
      width,
      enough(exchange) {
        inARow = refusedOtherwise(rateLimit, exchange) ? inARow + 1 : 0;
        return inARow >= refusalsInARow || statuses(rateLimit.exceeded).includes(statusOf(exchange) ?? 0);
      },
    });
    return { limit, windowMs, enough, exchanges };
  },
});

const announcedLimit = ({ headers }: RateLimit, exchange: Exchange): number | undefined => {
  const [text] = headers?.limit === undefined ? [] : headerValues(exchange, headers.limit);
  return text !== undefined && /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
};

const operatorsLimit = ({ plans }: RateLimit, { quota, plan }: Target): number | undefined => {
  if (quota) return quota.limit;
  const printed = plan === undefined ? undefined : plans?.[plan];
  if (!printed) return undefined;
  return 'limit' in printed ? printed.limit : printed.atLeast;
};
