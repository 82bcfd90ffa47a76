import type { Exchange } from '../../../model/exchange.ts';
import { Undecidable } from '../../kit/define.ts';
import { defineScenario } from '../../kit/session.ts';
import { askedQuota } from './asked-quota.ts';
import { rest } from './at-rest.ts';

export type ServedQuota = {
  readonly limit: number;
  readonly windowMs: number;
  /** Calls that must succeed: the limit less two, for differences in counting. */
  readonly wanted: number;
  /** In the order of sending; fewer than wanted where one failed, or the window was over. */
  readonly exchanges: readonly Exchange[];
};

/** Requests of a quota that are left, as the server may count differently. */
export const spare = 2;

const several = 8;

type Parameters = {
  readonly operation: string;
  /** Several at a time use more of a large quota over a slow line; one at a time is never refused for concurrency. */
  readonly at: 'several at a time' | 'one at a time';
};

/** Lets the credential rest until its whole quota is available, then calls as often as the quota allows. */
export const servedQuota = defineScenario<Parameters, ServedQuota>({
  id: 'served-quota',
  async run(session, { operation, at }) {
    const { request, counted: limit, windowMs } = await session.run(askedQuota, { operation });
    if (limit === undefined) throw new Undecidable('The limit is unknown: no answer announces it', []);
    const wanted = limit - spare;
    await rest(session);
    const width = at === 'one at a time' ? 1 : several;
    const exchanges = await session.burst(request, { most: wanted, withinMs: windowMs, width, enough: () => true });
    return { limit, windowMs, wanted, exchanges };
  },
});
