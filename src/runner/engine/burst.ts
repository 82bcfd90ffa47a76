import { NotTried } from '../../checks/kit/define.ts';
import { mayWait, restSeconds, windowSeconds } from '../../checks/subjects/quota.ts';
import type { Session } from '../../checks/kit/session.ts';
import { isHarmless } from '../../checks/kit/reach.ts';
import { isClientError, isSuccess } from '../../contract/message.ts';
import type { Contract } from '../../contract/model.ts';
import { isQuotaErrorResponse } from '../../contract/quota-error-response.ts';
import { steadyNow } from '../../exchange/clock.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Target } from '../../model/target.ts';
import type { Asker } from './asker.ts';
import { type Brake, throwIfStopped } from './limits.ts';
import type { Rest, HealthMonitor } from './health-monitor.ts';
import type { Fired, Wire } from './wire.ts';

type BurstInput = {
  readonly contract: Contract;
  readonly target: Target;
  readonly brake: Brake;
  readonly wire: Wire;
  readonly health: Pick<HealthMonitor, 'heard' | 'burst'>;
};

/** Sends a burst. `came` is called with each exchange, also where the run ends meanwhile. */
type Burst = (
  request: PlannedRequest,
  bounds: Parameters<Session['burst']>[1],
  asker: Asker,
  came: (exchange: Exchange) => void,
) => ReturnType<Session['burst']>;

/**
 * Sends many requests as fast as they are answered, unpaced, to use a quota up.
 * @throws {NotTried} where the target does not allow it, or not so many.
 */
export const createBurst =
  ({ contract, target, brake, wire, health }: BurstInput): Burst =>
  async (request, { most, withinMs, width, enough }, asker, came) => {
    if (!target.allow.includes('flood')) throw new NotTried('not-allowed', 'a burst needs the permission "flood" (--allow flood)');
    if (most > target.flood.maxRequests)
      throw new NotTried('not-allowed', `the burst would need ${most} requests, flood.maxRequests is ${target.flood.maxRequests}`);
    const until = steadyNow() + withinMs;
    const fire = wire.prepare(request, asker);
    const mayDo = !isHarmless(contract, request);
    const fired: Fired[] = [];
    let inARow = 0;
    let taken = 0;
    let done = false;
    const one = async (): Promise<void> => {
      while (!done && taken < most && steadyNow() < until) {
        taken += 1;
        const call = await fire();
        fired.push(call);
        // Reading an answer takes as long as sending a request: what succeeded is read at the end.
        if (call.status >= 200 && call.status < 300) {
          inARow = 0;
          // A mistake that is accepted may have done something: no more of it.
          if (request.faults.length > 0) done = true;
          continue;
        }
        const exchange = await call.exchange();
        inARow += 1;
        // So may one that is answered by no refusal: with an error of the server, or not at all.
        if (mayDo && !isClientError(exchange)) done = true;
        // A burst is meant to be refused, under any status.
        if (!isUnsuccessful(exchange)) health.heard(exchange);
        if (enough(exchange, inARow)) done = true;
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: width }, one));
    const exchanges: Exchange[] = [];
    // Each request that was sent is reported, also where the run was stopped meanwhile.
    for (const call of fired) {
      const exchange = await call.exchange();
      exchanges.push(exchange);
      came(exchange);
      if (isSuccess(exchange)) health.heard(exchange);
    }
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    const last = exchanges.findLast(({ reply }) => reply.kind === 'answer');
    if (last && isUnsuccessful(last) && !isQuotaErrorResponse(contract, last) && request.base === undefined)
      health.burst(restOf(contract, target));
    throwIfStopped(brake);
    return exchanges.sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
  };

const isUnsuccessful = (exchange: Exchange): boolean => exchange.reply.kind === 'answer' && !isSuccess(exchange);

/** The longest time that a used-up quota refuses requests. */
const restOf = ({ conventions: { rateLimit } }: Contract, target: Target): Rest => {
  const seconds = rateLimit ? restSeconds(windowSeconds(rateLimit, target), target) : 0;
  return { ms: seconds * 1000, mayWait: mayWait(seconds, target) };
};
