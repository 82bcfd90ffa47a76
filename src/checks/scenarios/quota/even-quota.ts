import type { Exchange } from '../../../model/exchange.ts';
import { isRefusedByQuota } from '../../subjects/quota-refusal.ts';
import { silenceSeconds } from '../../subjects/quota-window.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { askedQuota } from './asked-quota.ts';

export type EvenQuota = {
  readonly limit: number;
  readonly windowMs: number;
  /** Calls to be made. */
  readonly wanted: number;
  /** In the order of sending; fewer than wanted after a refusal, or where they could not be made in time. */
  readonly exchanges: readonly Exchange[];
};

type Parameters = {
  readonly operation: string;
  /** The part of the limit that is called for. */
  readonly share: number;
};

/** So many windows the calls may take. */
const longest = 62 / 60;

/** Lets the credential rest until its whole quota is there, then spreads calls evenly over one window. */
export const evenQuota = defineMeasurement<Parameters, EvenQuota>({
  id: 'even-quota',
  async run(session, { operation, share }) {
    const { request, rateLimit, limit, windowMs } = await session.measure(askedQuota, { operation });
    const wanted = Math.floor(share * limit);
    await session.pause(silenceSeconds(windowMs / 1000) * 1000, 'the whole quota is to be there');
    const started = session.now();
    const exchanges: Exchange[] = [];
    const underWay: Promise<void>[] = [];
    const state: { failure?: { readonly error: unknown }; refused: boolean } = { refused: false };
    const one = async (): Promise<void> => {
      try {
        // A flood of one: the pacer would keep calls back, and the pace is what matters.
        const made = await session.flood(request, { most: 1, withinMs: windowMs, width: 1, enough: () => true });
        exchanges.push(...made);
        state.refused ||= made.some((exchange) => isRefusedByQuota(rateLimit, exchange));
      } catch (error) {
        state.failure ??= { error };
      }
    };
    for (let call = 0; call < wanted && !state.refused && !state.failure; call++) {
      const ahead = started + (call * windowMs) / wanted - session.now();
      if (ahead < -windowMs * (longest - 1)) break;
      if (ahead > 0) await session.pause(ahead, 'calls are spread evenly over a window');
      underWay.push(one());
      // A clock that only pauses move would stand still while calls are under way.
      await Promise.resolve();
    }
    await Promise.all(underWay);
    if (state.failure) throw state.failure.error;
    return { limit, windowMs, wanted, exchanges: exchanges.toSorted((a, b) => a.sentAt - b.sentAt) };
  },
});
