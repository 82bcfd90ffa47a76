import type { Exchange } from '../../model/exchange.ts';
import { wholeHeader } from '../announced-quota.ts';
import { NotTried } from '../define.ts';
import { mayWait, silenceSeconds } from '../quota-window.ts';
import { defineMeasurement } from '../session.ts';
import { askedQuota } from './asked-quota.ts';
import { exceededQuota, isRefusedByQuota } from './exceeded-quota.ts';

export type WaitedQuota = {
  /** The last refusal by quota; undefined where none came. */
  readonly refusal: Exchange | undefined;
  /** What it said to wait; undefined where it said nothing that can be waited for. */
  readonly seconds: number | undefined;
  /** The call after that wait. */
  readonly after: Exchange | undefined;
};

/** No service that counts by the minute makes one wait longer; with a longer window, twice that window. */
const longestWaitSeconds = (windowMs: number): number => Math.max(120, (2 * windowMs) / 1000);

/** Exceeds the quota, then sends nothing for as long as the refusal says and two seconds, and calls once more. */
export const waitedQuota = defineMeasurement<{ readonly operation: string }, WaitedQuota>({
  id: 'waited-quota',
  async run(session, parameters) {
    const { request, rateLimit, windowMs } = await session.measure(askedQuota, parameters);
    const { exchanges } = await session.measure(exceededQuota, parameters);
    const refusal = exchanges.findLast((exchange) => isRefusedByQuota(rateLimit, exchange));
    const said = refusal && wholeHeader(refusal, rateLimit.retryAfter?.header);
    if (said === undefined || said > longestWaitSeconds(windowMs)) return { refusal, seconds: undefined, after: undefined };
    const silence = silenceSeconds(said);
    if (!mayWait(silence, session.target)) {
      throw new NotTried('not-allowed', `the refusal asks to wait ${said} s, which needs the permission "slow" (--allow slow)`);
    }
    await session.pause(silence * 1000, 'the wait that the refusal asked for');
    // Not paced: the pacer would wait longer than the refusal asked for, and hide what is judged.
    const [after] = await session.flood(request, { most: 1, withinMs: windowMs, width: 1, enough: () => true });
    return { refusal, seconds: said, after };
  },
});
