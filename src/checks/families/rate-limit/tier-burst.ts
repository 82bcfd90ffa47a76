import { answerOf, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isDocumentedErrorResponse } from '../../../contract/quota-error-response.ts';
import type { Exchange } from '../../../model/exchange.ts';
import {
  type CheckText,
  defineProbe,
  fail,
  inconclusive,
  type ProbePrerequisite,
  pass,
  type Probe,
  type Surroundings,
  unconfirmed,
} from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { longestOf, mostWithin, tooFewCalls } from '../../kit/timing.ts';
import { burstCost } from '../../scenarios/quota/asked-quota.ts';
import type { ExceededQuota } from '../../scenarios/quota/exceeded-quota.ts';
import { spare } from '../../scenarios/quota/served-quota.ts';
import { announcedQuota, beganAnew } from '../../subjects/quota-headers.ts';
import { exactPrerequisites, burstPrerequisites, planLimit, planPrerequisites, plans, type PlanSubject } from '../../subjects/quota.ts';
import { exceedQuota } from './burst.ts';

/** What all checks of the number of calls in a tier have in common. */
const parts = {
  reads: 'rateLimit.plans',
  phase: 'flood',
  exclusive: 'quota',
  over: (contract: Contract) => plans(contract),
  prerequisites: (subject: PlanSubject, { target }: Surroundings): ProbePrerequisite[] => [
    ...burstPrerequisites,
    ...planPrerequisites(subject, target),
  ],
  cost: (_subject: PlanSubject, around: Surroundings) => burstCost(around),
  run: (_subject: PlanSubject, session: Session) => exceedQuota(session),
} as const;

/** Judges that no more calls than the tier allows are accepted in a window. `counts`: is it the answer to an accepted call. */
const atMostTierProbe = (text: Omit<CheckText, 'reads'>, counts: (exchange: Exchange) => boolean): Probe<ExceededQuota> =>
  defineProbe<PlanSubject, ExceededQuota>({
    ...text,
    ...parts,
    judge({ plan }, { exchanges, windowMs }, { contract, target }) {
      const { limit, burst } = planLimit(plan, target);
      const window = `${windowMs / 1000} s`;
      // Two fixed windows may meet within that time, a bucket refills, and the burst of the tier may come on top.
      const most = limit + Math.max(limit, burst) + spare;
      const refused = exchanges.findIndex((exchange) => isDocumentedErrorResponse(contract, exchange));
      const counted = (refused < 0 ? exchanges : exchanges.slice(0, refused)).filter(counts);
      const answered = mostWithin(counted, windowMs);
      const [first] = exchanges;
      if (!first) return inconclusive('No call was made', []);
      if (answered.length > most && isSuccess(first)) {
        const last = answered.at(-1) ?? first;
        const finding = {
          where: 'status',
          expected: `an error response after at most ${most} calls in ${window}`,
          actual: `${answered.length} calls answered without it`,
        };
        return fail({ code: 'more-than-plan', ...finding }, [last, first], { judged: answered.length, breaches: 1 });
      }
      const evidence = exchanges[refused];
      if (!evidence) return inconclusive(tooFewCalls(answered.length, most + 1, windowMs), exchanges.slice(-1));
      const served = exchanges.filter(
        (exchange) => statusOf(exchange) !== undefined && !isDocumentedErrorResponse(contract, exchange),
      ).length;
      const expected = burst > limit ? burst : most;
      if (served > expected + spare)
        return inconclusive(`${served} calls were accepted, which one reading of ${limit} calls with a burst of ${burst} allows`, [
          evidence,
        ]);
      return pass(served);
    },
  });

/** Is it the answer to a call that the quota accepted, be it a mistake of the client. */
const isAccepted = (exchange: Exchange): boolean => {
  const status = answerOf(exchange)?.status ?? 0;
  return isSuccess(exchange) || (status >= 400 && status < 500);
};

export const atMostTier = atMostTierProbe(
  {
    id: 'rate-limit/at-most-plan',
    title: 'No more calls of a credential are accepted than its tier allows',
    why: 'What one credential takes above its tier is taken from all the others.',
    fix: 'Apply the limit of the tier that the credential belongs to, over all connections and servers together.',
  },
  isAccepted,
);

/** The status of a service that is busy (RFC 9110 section 15.6.4). */
const unavailable = 503;

export const atMostTierThoughBusy = atMostTierProbe(
  {
    id: 'rate-limit/at-most-plan-though-busy',
    title: 'Calls above a small tier get the documented error response, and not that of a busy service',
    why: 'A client tries again at once when the service is busy; when its quota is used up, it waits.',
    fix: 'Answer with the documented error response above the quota; keep 503 for a service that is really overloaded.',
  },
  (exchange) => isAccepted(exchange) || statusOf(exchange) === unavailable,
);

/** How far below the announced limit the first value may be, because of other calls of the run. */
const ownCalls = 5;

export const atLeastTier = defineProbe<PlanSubject, ExceededQuota>({
  id: 'rate-limit/at-least-plan',
  title: 'At least as many calls of a credential are accepted as its tier allows',
  why: 'Customers size their clients by the calls that they pay for; below that number the clients are refused without a visible reason.',
  fix: 'Apply the limit of the tier over the whole window, without a smaller limit per second or per connection.',
  ...parts,
  judge({ rateLimit, plan }, { exchanges, rested }, { contract, target }) {
    const { limit } = planLimit(plan, target);
    const errorResponse = exchanges.find((exchange) => isDocumentedErrorResponse(contract, exchange));
    const served = exchanges.filter((exchange) => statusOf(exchange) !== undefined && !isDocumentedErrorResponse(contract, exchange));
    const other = served.find((exchange) => !isSuccess(exchange));
    if (other) return inconclusive(`A call of the burst was answered ${outcomeOf(other)}`, [other]);
    const [first] = exchanges;
    if (!first || (!errorResponse && served.length < limit - spare)) {
      return inconclusive(`${served.length} calls were accepted and none refused, too few to prove anything`, exchanges.slice(-1));
    }
    if (!errorResponse || served.length >= limit - spare) return pass(served.length);
    // A call without an answer may have been counted all the same.
    const lost = exchanges.filter((exchange) => statusOf(exchange) === undefined);
    if (served.length + lost.length >= limit - spare) return inconclusive(`${lost.length} calls of the burst got no answer`, lost);
    if (!rested)
      return inconclusive(
        'The credential was not at rest when the burst began, for which quota.exclusive and the permission "slow" are needed',
        [errorResponse],
      );
    const { remaining, limit: announced = limit } = announcedQuota(rateLimit, first);
    if (remaining !== undefined && remaining < announced - ownCalls) {
      return inconclusive(`${remaining} calls were left when the burst began: somebody else uses the credential`, [first]);
    }
    const finding = {
      where: 'status',
      expected: `${limit - spare} of ${limit} calls accepted`,
      actual: `status ${outcomeOf(errorResponse)} after ${served.length} calls`,
    };
    return unconfirmed(fail({ code: 'less-than-plan', ...finding }, [errorResponse, first], { judged: exchanges.length, breaches: 1 }));
  },
});

/** Part of the limit by which the count may differ, at least two calls. */
const slack = 0.02;
/** Part of the limit that may come back while it is used up; above that a pass is uncertain. */
const loosely = 0.1;
/** The largest part of a window that the burst may take: in a longer time too many calls come back. */
const longest = 1 / 3;

export const aboutTier = defineProbe<PlanSubject, ExceededQuota>({
  id: 'rate-limit/about-plan',
  title: 'Calls are refused from about the number on that the tier allows',
  why: 'Clients size their work by that number; with a smaller one they are refused, a larger one hides that they are on another tier.',
  fix: 'Accept as many calls of a rested credential as its tier allows, and refuse calls after that.',
  ...parts,
  prerequisites: (subject, around) => [...parts.prerequisites(subject, around), ...exactPrerequisites(around)],
  judge({ rateLimit, plan }, { exchanges, rested, errorResponse, windowMs, enough }, { target }) {
    const { limit } = planLimit(plan, target);
    const [first] = exchanges;
    if (!first || !rested) return inconclusive('The credential was not at rest when the burst began', []);
    if (!isSuccess(first)) return inconclusive(`The first call of the burst was answered ${outcomeOf(first)}`, [first]);
    const until = errorResponse ? exchanges.indexOf(errorResponse) : exchanges.length;
    const others = exchanges.slice(0, until).filter((exchange) => !isSuccess(exchange));
    if (others.length * 100 > until)
      return inconclusive(`${others.length} calls of the burst had another answer, such as ${outcomeOf(others[0] ?? first)}`, others);
    const last = errorResponse ?? exchanges.at(-1) ?? first;
    const tookMs = longestOf([first, last]);
    if (tookMs > longest * windowMs || (!errorResponse && until < enough)) {
      return inconclusive(`${until} calls took ${Math.round(tookMs / 100) / 10} s, too long to see from which call on they are refused`, [
        last,
      ]);
    }
    const leave = Math.max(2, slack * limit);
    const least = Math.floor(limit - leave);
    const most = Math.ceil(limit + leave + (1 + slack) * limit * (tookMs / windowMs));
    // Answers overtake each other: a call sent after the first refused one may have been counted before it.
    const served = exchanges.filter(isSuccess).length;
    if (served >= least && until <= (1 + loosely) * limit + leave) return pass(served);
    if (served >= least && until <= most)
      return inconclusive(
        `${until} calls were accepted in ${Math.round(tookMs / 100) / 10} s, some of which may have come back meanwhile`,
        [last],
      );
    if (until > most && beganAnew(rateLimit, first, last, windowMs))
      return inconclusive(`${until} calls were accepted, and a window began anew meanwhile`, [last, first]);
    const finding = {
      where: 'status',
      expected: `an error response after ${least} to ${most} calls`,
      actual: errorResponse ? `status ${outcomeOf(errorResponse)} after ${until}` : `none after ${until}`,
    };
    return unconfirmed(fail({ code: 'not-about-plan', ...finding }, [last, first], { judged: exchanges.length, breaches: 1 }));
  },
});
