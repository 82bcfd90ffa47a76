import type { Exchange } from '../../model/exchange.ts';

const endOf = ({ sentAt, tookMs }: Exchange): number => sentAt + tookMs;

/** Were all calls sent and answered within one window, by our clock. */
export const isWithin = (exchanges: readonly Exchange[], windowMs: number): boolean =>
  Math.max(...exchanges.map(endOf)) - Math.min(...exchanges.map(({ sentAt }) => sentAt)) <= windowMs;

/** The longest run of calls, in the order of sending, that were sent and answered within one window. */
export const mostWithin = (exchanges: readonly Exchange[], windowMs: number): readonly Exchange[] => {
  let most: readonly Exchange[] = [];
  let start = 0;
  let ends: number[] = [];
  for (const [n, exchange] of exchanges.entries()) {
    ends.push(endOf(exchange));
    // Answers overtake each other, so that the last to be sent need not be the last to come.
    while (start <= n && Math.max(...ends) - (exchanges[start]?.sentAt ?? 0) > windowMs) {
      start += 1;
      ends = ends.slice(1);
    }
    if (n + 1 - start > most.length) most = exchanges.slice(start, n + 1);
  }
  return most;
};
