import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { below } from '../../../contract/pointer.ts';
import { isDocumentedErrorResponse } from '../../../contract/quota-error-response.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { answerClock, mostWithin, tooFewCalls } from '../../kit/timing.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { type AskedQuota, askedQuota } from '../../scenarios/quota/asked-quota.ts';
import { rest } from '../../scenarios/quota/at-rest.ts';
import { resetMoment } from '../../subjects/quota-headers.ts';
import { exactPrerequisites, operatorsLimit, planOf, type QuotaSubject, quotas } from '../../subjects/quota.ts';

type EdgeQuota = Pick<AskedQuota, 'limit' | 'burst' | 'windowMs'> & {
  readonly before: readonly Exchange[];
  readonly after: readonly Exchange[];
};

/** The part of the tier's burst that is made on each side of the edge. */
const share = 0.8;
/** Parts of a window: how long before its end the calls begin, and how long after it they go on. */
const parts = { before: 15 / 60, after: 1 / 60 } as const;

const width = 20;

/** No span of this part of a window may hold more accepted calls than the tier's burst. */
const span = 55 / 60;
const spare = 2;

export const windowRolls = defineProbe<QuotaSubject, EdgeQuota>({
  id: 'rate-limit/window-rolls',
  title: 'The window rolls: calls on both sides of a minute count together',
  why: 'A count that is reset at a fixed moment accepts twice the quota at once, and the service was not built for that.',
  fix: 'Count the calls of the last window, at every call.',
  reads: 'rateLimit.window',
  phase: 'flood',
  exclusive: 'quota',
  over(contract) {
    const root = below('#', 'x-assay', 'rateLimit');
    return quotas(contract, ({ window }) => (window.kind === 'rolling' ? true : undefined)).map((quota) =>
      at({ operation: null, way: ['#', root, below(root, 'window')] }, quota),
    );
  },
  prerequisites({ rateLimit }, around) {
    const isKnown = rateLimit.plans === undefined || planOf(rateLimit, around.target) !== undefined;
    const sentence = 'how many calls may come at once depends on the tier of the credential';
    return [...exactPrerequisites(around), ...(isKnown ? [] : [{ kind: 'config' as const, path: 'plan', sentence }])];
  },
  cost: ({ rateLimit }, { target }) => ({ requests: 2 * (operatorsLimit(rateLimit, target) ?? target.flood.maxRequests), creates: 0 }),
  run: (_subject, session) => edgeQuota(session),
  judge(_subject, { burst, windowMs, before, after }, { contract }) {
    const all = [...before, ...after];
    const isRefused = (exchange: Exchange): boolean => isDocumentedErrorResponse(contract, exchange);
    const early = before.find((exchange) => !isSuccess(exchange));
    if (early) return inconclusive(`A call before the end of the window was answered ${outcomeOf(early)}`, [early]);
    const other = after.find((exchange) => !isSuccess(exchange) && !isRefused(exchange));
    if (other) return inconclusive(`A call after the end of the window was answered ${outcomeOf(other)}`, [other]);
    const served = mostWithin(all.filter(isSuccess), span * windowMs);
    const [first] = served;
    if (first && served.length > burst + spare) {
      const last = served.at(-1) ?? first;
      const expected = `at most ${burst} calls accepted in any ${Math.round(span * windowMs) / 1000} s`;
      const finding = { where: 'status', expected, actual: `${served.length} calls accepted` };
      return unconfirmed(fail({ code: 'window-does-not-roll', ...finding }, [last, first], { judged: all.length, breaches: 1 }));
    }
    if (after.some(isRefused)) return pass(all.length);
    return inconclusive(`Around the end of a window, ${tooFewCalls(served.length, burst + spare + 1, span * windowMs)}`, all.slice(-1));
  },
});

/**
 * Lets the credential rest, calls once, and makes most of the tier's burst right before the window of that call would end,
 * and as many calls right after it: only a window that is reset at its end accepts both.
 */
const edgeQuota = async (session: Session): Promise<EdgeQuota> => {
  const asked = await session.run(askedQuota, { operation: firstReadOf(session) });
  const { request, limit, burst, windowMs } = asked;
  await rest(session);
  const most = Math.ceil(share * burst);
  const [first] = await session.burst(request, { most: 1, withinMs: windowMs, width: 1, enough: () => true });
  if (!first) return { limit, burst, windowMs, before: [], after: [] };
  const edge = edgeAfter(asked, first);
  await until(session, edge - parts.before * windowMs);
  const enough = (exchange: Exchange): boolean => isDocumentedErrorResponse(session.contract, exchange);
  const before = await session.burst(request, { most, withinMs: parts.before * windowMs, width, enough });
  if (before.some(enough) || before.length < most) return { limit, burst, windowMs, before, after: [] };
  await until(session, edge + parts.after * windowMs);
  return { limit, burst, windowMs, before, after: await session.burst(request, { most, withinMs: windowMs / 2, width, enough }) };
};

const until = async (session: Session, moment: number): Promise<void> => {
  const ms = moment - session.now();
  if (ms > 0) await session.pause(ms, 'calls are sent around the end of a window');
};

/** A clock within so many milliseconds of ours counts as the same: a Date has whole seconds only. */
const nearMs = 1500;

/** When the window of a call ends, by our clock: as announced where that is far enough ahead, else a window later. */
const edgeAfter = ({ rateLimit, windowMs }: AskedQuota, first: Exchange): number => {
  const wholeMs = windowMs + first.sentAt;
  const ahead = resetMoment(rateLimit, first, false)?.ms;
  if (ahead === undefined || ahead < 0) return wholeMs;
  const came = first.sentAt + first.tookMs;
  const { ms: clock } = answerClock(first);
  const edge = (Math.abs(clock - came) < nearMs ? clock : came) + ahead;
  // A moment in whole seconds may be the rounded end of the window that this call began.
  if (edge - came > windowMs || Math.ceil(wholeMs / 1000) * 1000 === edge) return wholeMs;
  return edge - came < parts.before * windowMs ? edge + windowMs : edge;
};
