import { statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { operatorsLimit } from '../../subjects/plan-quota.ts';
import { tooManyRequests } from '../../../contract/quota-refusal.ts';
import { tooSmall, windowSeconds } from '../../subjects/quota-window.ts';
import { sandboxSession } from '../../requests/sandbox-session.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';

export type SandboxFlood = {
  /** The limit of the live service. */
  readonly limit: number;
  readonly windowMs: number;
  readonly exchanges: readonly Exchange[];
};

/** So many times the limit is called for, in so large a part of a window. */
const times = 1.2;
const part = 50 / 60;
const width = 20;

/** Sends more reads to the sandbox than the live service would let through in a window. */
export const sandboxFlood = defineMeasurement<{ readonly operation: string }, SandboxFlood>({
  id: 'sandbox-flood',
  async run(session, { operation }) {
    const { contract, target } = session;
    const { rateLimit } = contract.conventions;
    const limit = rateLimit && operatorsLimit(rateLimit, target);
    if (!rateLimit || limit === undefined)
      throw new NotTried('missing-prerequisite', 'The limit of the live service is unknown: the target has neither quota nor plan');
    const seconds = windowSeconds(rateLimit, target);
    const small = tooSmall(limit, seconds);
    if (small !== undefined) throw new NotTried('unsupported', small);
    const most = Math.ceil(times * limit);
    if (most > target.flood.maxRequests) {
      throw new NotTried(
        'not-allowed',
        `A flood above a limit of ${limit} takes ${most} requests, flood.maxRequests is ${target.flood.maxRequests}`,
      );
    }
    const request = smallRead(session, operationOf(contract, operation));
    const exchanges = await sandboxSession(session).flood(request, {
      most,
      withinMs: part * seconds * 1000,
      width,
      enough: (exchange) => statusOf(exchange) === tooManyRequests,
    });
    return { limit, windowMs: seconds * 1000, exchanges };
  },
});
