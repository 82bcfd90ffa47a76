import type { Exchange } from '../../../model/exchange.ts';
import { isRefusedByQuota } from '../../subjects/quota-refusal.ts';
import { resetMoment } from '../../subjects/reset-moment.ts';
import { silenceSeconds } from '../../subjects/quota-window.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { answerClock } from '../../kit/timing.ts';
import { type AskedQuota, askedQuota } from './asked-quota.ts';

export type EdgeQuota = Pick<AskedQuota, 'limit' | 'burst' | 'windowMs'> & {
  readonly before: readonly Exchange[];
  readonly after: readonly Exchange[];
};

/** The part of the burst on each side of the edge. */
const share = 0.8;
/** Parts of a window: how long before its end the calls begin, and how long after it they go on. */
const parts = { before: 15 / 60, after: 1 / 60 } as const;

const width = 20;

/**
 * Lets the credential rest, calls once, and then makes most of the burst right before the window of that call would end
 * and as much again right after: only a window that is reset at its end serves both.
 */
export const edgeQuota = defineMeasurement<{ readonly operation: string }, EdgeQuota>({
  id: 'edge-quota',
  async run(session, { operation }) {
    const asked = await session.measure(askedQuota, { operation });
    const { request, rateLimit, limit, burst, windowMs } = asked;
    await session.pause(silenceSeconds(windowMs / 1000) * 1000, 'the whole quota is to be there');
    const most = Math.ceil(share * burst);
    const [first] = await session.flood(request, { most: 1, withinMs: windowMs, width: 1, enough: () => true });
    if (!first) return { limit, burst, windowMs, before: [], after: [] };
    const edge = edgeAfter(asked, first);
    await until(session, edge - parts.before * windowMs);
    const enough = (exchange: Exchange): boolean => isRefusedByQuota(rateLimit, exchange);
    const before = await session.flood(request, { most, withinMs: parts.before * windowMs, width, enough });
    if (before.some(enough) || before.length < most) return { limit, burst, windowMs, before, after: [] };
    await until(session, edge + parts.after * windowMs);
    return { limit, burst, windowMs, before, after: await session.flood(request, { most, withinMs: windowMs / 2, width, enough }) };
  },
});

const until = async (session: Session, at: number): Promise<void> => {
  const ms = at - session.now();
  if (ms > 0) await session.pause(ms, 'calls are to come around the end of a window');
};

/** Clocks so near to ours are the same but for what a Date in whole seconds leaves out. */
const nearMs = 1500;

/** When the window of a call ends, by our clock: as announced where that is far enough ahead, else a window later. */
const edgeAfter = ({ rateLimit, windowMs }: AskedQuota, first: Exchange): number => {
  const wholeMs = windowMs + first.sentAt;
  const ahead = resetMoment(rateLimit, first, false)?.ms;
  if (ahead === undefined || ahead < 0) return wholeMs;
  const came = first.sentAt + first.tookMs;
  const { ms: clock } = answerClock(first);
  const edge = (Math.abs(clock - came) < nearMs ? clock : came) + ahead;
  // A moment in whole seconds may stand for the end of the window that this call began.
  if (edge - came > windowMs || Math.ceil(wholeMs / 1000) * 1000 === edge) return wholeMs;
  return edge - came < parts.before * windowMs ? edge + windowMs : edge;
};
