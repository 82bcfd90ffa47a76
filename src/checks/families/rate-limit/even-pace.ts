import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { isDocumentedErrorResponse } from '../../../contract/quota-error-response.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe, unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { longestOf } from '../../kit/timing.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { askedQuota } from '../../scenarios/quota/asked-quota.ts';
import { rest } from '../../scenarios/quota/at-rest.ts';
import { exactPrerequisites, operatorsLimit, printedPlanPrerequisites, type QuotaSubject, quotas } from '../../subjects/quota.ts';

type EvenQuota = {
  readonly limit: number;
  readonly windowMs: number;
  /** How many calls are to be made. */
  readonly wanted: number;
  /** In the order of sending; fewer than wanted where a call was refused, or where they could not be made in time. */
  readonly exchanges: readonly Exchange[];
};

/** So many of a hundred calls may have another answer, such as a failure of the service. */
const othersInHundred = 1;

/** The most windows that the calls may take. */
const longest = 62 / 60;

/** Milliseconds that one call may be late: calls that were held up arrive together, which is no even pace. */
const leastLagMs = 250;
const mostLag = (windowMs: number): number => Math.max(leastLagMs, (longest - 1) * windowMs);

/** The most milliseconds by which a call of the row may have been late. */
const longestLag = (exchanges: readonly Exchange[], stepMs: number): number => {
  const [first] = exchanges;
  return first ? Math.max(...exchanges.map((exchange, n) => longestOf([first, exchange]) - n * stepMs)) : 0;
};

/** Judges that a part of the limit, spread evenly over a window, is accepted. */
const evenPaceProbe = (
  text: Omit<CheckText, 'reads'>,
  { share, least }: { readonly share: number; /** The part of the calls that must be answered. */ readonly least: number },
): Probe<EvenQuota> =>
  defineProbe<QuotaSubject, EvenQuota>({
    ...text,
    reads: 'rateLimit',
    phase: 'flood',
    exclusive: 'quota',
    over: (contract) => quotas(contract),
    prerequisites: (subject, around) => [...exactPrerequisites(around), ...printedPlanPrerequisites(subject, around.target)],
    cost: ({ rateLimit }, { target }) => ({ requests: 1 + (operatorsLimit(rateLimit, target) ?? target.flood.maxRequests), creates: 0 }),
    run: (_subject, session) => evenQuota(session, share),
    judge(_subject, { limit, wanted, windowMs, exchanges }, { contract }) {
      const [first] = exchanges;
      if (!first) return inconclusive('No call was made', []);
      const window = `${windowMs / 1000} s`;
      const early = exchanges.find((exchange) => isDocumentedErrorResponse(contract, exchange));
      if (early) {
        if (longestLag(exchanges, windowMs / wanted) > mostLag(windowMs))
          return inconclusive('The calls were sent less evenly than planned, so that a refused call shows nothing', [early, first]);
        const expected = `${wanted} calls of ${limit}, evenly over ${window}, accepted`;
        const actual = `status ${outcomeOf(early)} after ${exchanges.indexOf(early)} calls`;
        return unconfirmed(
          fail({ code: 'refused-at-even-pace', where: 'status', expected, actual }, [early, first], {
            judged: exchanges.length,
            breaches: 1,
          }),
        );
      }
      const other = exchanges.find((exchange) => !isSuccess(exchange));
      const others = exchanges.filter((exchange) => !isSuccess(exchange)).length;
      if (other && (share === 1 || others * 100 > othersInHundred * exchanges.length)) {
        return inconclusive(`${others} calls were answered otherwise, such as ${outcomeOf(other)}`, [other]);
      }
      if (exchanges.length < least * wanted || longestOf(exchanges) > longest * windowMs + leastLagMs) {
        return inconclusive(
          `${exchanges.length} of ${wanted} calls were made within ${window}, too few to prove anything`,
          exchanges.slice(-1),
        );
      }
      return pass(exchanges.length);
    },
  });

export const servedAtAnEvenPace = evenPaceProbe(
  {
    id: 'rate-limit/served-at-an-even-pace',
    title: 'Nearly as many calls as the quota allows, spread evenly over a window, are accepted',
    why: 'A client that stays well below its quota, at an even pace, has done all it can and is refused all the same.',
    fix: 'Accept in every window the calls that the quota allows, however they are counted.',
  },
  // Leaves room for other calls of the run, and for the rounding of a bucket that refills.
  { share: 0.96, least: 0.94 },
);

export const wholeLimitAtAnEvenPace = evenPaceProbe(
  {
    id: 'rate-limit/whole-limit-at-an-even-pace',
    title: 'As many calls as the quota allows, spread evenly over a window, are accepted to the last one',
    why: 'A client sized by the documented number is refused at the end of every window.',
    fix: 'Refuse the first call above the quota, not the last one within it.',
  },
  { share: 1, least: 1 },
);

/** Lets the credential rest until its whole quota is there, then spreads calls evenly over one window. */
const evenQuota = async (session: Session, share: number): Promise<EvenQuota> => {
  const { request, limit, windowMs } = await session.run(askedQuota, { operation: firstReadOf(session) });
  const wanted = Math.floor(share * limit);
  await rest(session);
  const started = session.now();
  const exchanges: Exchange[] = [];
  const underWay: Promise<void>[] = [];
  const state: { failure?: { readonly error: unknown }; refused: boolean } = { refused: false };
  const one = async (): Promise<void> => {
    try {
      // A burst of one call, because the pacer of the session would change the pace.
      const made = await session.burst(request, { most: 1, withinMs: windowMs, width: 1, enough: () => true });
      exchanges.push(...made);
      state.refused ||= made.some((exchange) => isDocumentedErrorResponse(session.contract, exchange));
    } catch (error) {
      state.failure ??= { error };
    }
  };
  for (let call = 0; call < wanted && !state.refused && !state.failure; call++) {
    const ahead = started + (call * windowMs) / wanted - session.now();
    if (ahead < -windowMs * (longest - 1)) break;
    if (ahead > 0) await session.pause(ahead, 'calls are spread evenly over a window');
    underWay.push(one());
    // A test clock that only pauses advance would stop while calls are under way.
    await Promise.resolve();
  }
  await Promise.all(underWay);
  if (state.failure) throw state.failure.error;
  return { limit, windowMs, wanted, exchanges: exchanges.toSorted((a, b) => a.sentAt - b.sentAt) };
};
