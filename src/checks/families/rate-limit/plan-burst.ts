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
import { longestOf, mostWithin } from '../../kit/timing.ts';
import { burstCost } from '../../scenarios/quota/asked-quota.ts';
import type { ExceededQuota } from '../../scenarios/quota/exceeded-quota.ts';
import { spare } from '../../scenarios/quota/served-quota.ts';
import { announcedQuota, beganAnew } from '../../subjects/quota-headers.ts';
import { exactPrerequisites, burstPrerequisites, planLimit, planPrerequisites, plans, type PlanSubject } from '../../subjects/quota.ts';
import { exceedQuota } from './burst.ts';

/** What a check of the number of calls that a plan lets through shares with the others. */
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

/** Judges that a window lets no more calls through than a plan has. `counts` says which answers are of a call let through. */
const atMostPlanProbe = (text: Omit<CheckText, 'reads'>, counts: (exchange: Exchange) => boolean): Probe<ExceededQuota> =>
  defineProbe<PlanSubject, ExceededQuota>({
    ...text,
    ...parts,
    judge({ plan }, { exchanges, windowMs }, { contract, target }) {
      const { limit, burst } = planLimit(plan, target);
      const window = `${windowMs / 1000} s`;
      // A window fixed by the clock may meet the next one within that time, a bucket refills, a burst may come on top.
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
          expected: `a refusal after ${most} calls in ${window} at the latest`,
          actual: `${answered.length} calls answered without it`,
        };
        return fail({ code: 'more-than-plan', ...finding }, [last, first], { judged: answered.length, breaches: 1 });
      }
      const telling = exchanges[refused];
      if (!telling)
        return inconclusive(
          `${answered.length} of ${most + 1} calls were answered within ${window} without a refusal, too few to prove anything`,
          exchanges.slice(-1),
        );
      const served = exchanges.filter(
        (exchange) => statusOf(exchange) !== undefined && !isDocumentedErrorResponse(contract, exchange),
      ).length;
      const expected = burst > limit ? burst : most;
      if (served > expected + spare)
        return inconclusive(`${served} calls were let through: ${limit} with a burst of ${burst} may be read so`, [telling]);
      return pass(served);
    },
  });

/** An answer to a call that was let through, be it a mistake of the client. */
const isLetThrough = (exchange: Exchange): boolean => {
  const status = answerOf(exchange)?.status ?? 0;
  return isSuccess(exchange) || (status >= 400 && status < 500);
};

export const atMostPlan = atMostPlanProbe(
  {
    id: 'rate-limit/at-most-plan',
    title: 'A credential of a plan is let through no more often than the plan says',
    why: 'What one credential takes above its plan is taken from all the others.',
    fix: 'Apply the limit of the plan that the credential belongs to, over all connections and servers together.',
  },
  isLetThrough,
);

/** The status of a service that is busy (RFC 9110 section 15.6.4). */
const unavailable = 503;

export const atMostPlanThoughBusy = atMostPlanProbe(
  {
    id: 'rate-limit/at-most-plan-though-busy',
    title: 'Above a plan of few calls the refusal comes, and not the answer of a service that is busy',
    why: 'A client that is told of a busy service tries again at once; told of its quota, it waits.',
    fix: 'Answer the documented refusal above the quota; keep 503 for a service that is really overloaded.',
  },
  (exchange) => isLetThrough(exchange) || statusOf(exchange) === unavailable,
);

/** So far below the announced limit Remaining may begin, by the calls of the run itself. */
const ownCalls = 5;

export const atLeastPlan = defineProbe<PlanSubject, ExceededQuota>({
  id: 'rate-limit/at-least-plan',
  title: 'A credential of a plan is let through at least as often as the plan says',
  why: 'Who pays for a number of calls sizes clients by it; they are refused below it, and nothing tells them why.',
  fix: 'Apply the limit of the plan over the whole window, without a smaller limit a second or for a connection.',
  ...parts,
  judge({ rateLimit, plan }, { exchanges, rested }, { contract, target }) {
    const { limit } = planLimit(plan, target);
    const errorResponse = exchanges.find((exchange) => isDocumentedErrorResponse(contract, exchange));
    const served = exchanges.filter((exchange) => statusOf(exchange) !== undefined && !isDocumentedErrorResponse(contract, exchange));
    const other = served.find((exchange) => !isSuccess(exchange));
    if (other) return inconclusive(`A call of the flood was answered ${outcomeOf(other)}`, [other]);
    const [first] = exchanges;
    if (!first || (!errorResponse && served.length < limit - spare)) {
      return inconclusive(`${served.length} calls were let through and none refused, too few to prove anything`, exchanges.slice(-1));
    }
    if (!errorResponse || served.length >= limit - spare) return pass(served.length);
    // What got no answer may have been counted all the same.
    const lost = exchanges.filter((exchange) => statusOf(exchange) === undefined);
    if (served.length + lost.length >= limit - spare) return inconclusive(`${lost.length} calls of the flood got no answer`, lost);
    if (!rested)
      return inconclusive(
        'The credential was not at rest when the flood began, for which quota.exclusive and the permission "slow" are needed',
        [errorResponse],
      );
    const { remaining, limit: announced = limit } = announcedQuota(rateLimit, first);
    if (remaining !== undefined && remaining < announced - ownCalls) {
      return inconclusive(`${remaining} calls were left when the flood began: somebody else uses the credential`, [first]);
    }
    const finding = {
      where: 'status',
      expected: `${limit - spare} of ${limit} calls let through`,
      actual: `status ${outcomeOf(errorResponse)} after ${served.length} calls`,
    };
    return unconfirmed(fail({ code: 'less-than-plan', ...finding }, [errorResponse, first], { judged: exchanges.length, breaches: 1 }));
  },
});

/** Part of the limit by which it may be counted otherwise, two calls at the least. */
const slack = 0.02;
/** Part of the limit that may come back while it is used up: of more nobody can tell whether it did. */
const loosely = 0.1;
/** Part of a window that such a flood may take at the most: in a longer one too much comes back meanwhile. */
const longest = 1 / 3;

export const aboutPlan = defineProbe<PlanSubject, ExceededQuota>({
  id: 'rate-limit/about-plan',
  title: 'Refusals begin at about the number of calls that the plan says',
  why: 'Clients size their work by that number; another one refuses them, or hides that they are on another plan.',
  fix: 'Let a rested credential make as many calls as its plan says, and refuse it then.',
  ...parts,
  prerequisites: (subject, around) => [...parts.prerequisites(subject, around), ...exactPrerequisites(around)],
  judge({ rateLimit, plan }, { exchanges, rested, errorResponse, windowMs, enough }, { target }) {
    const { limit } = planLimit(plan, target);
    const [first] = exchanges;
    if (!first || !rested) return inconclusive('The credential was not at rest when the flood began', []);
    if (!isSuccess(first)) return inconclusive(`The first call of the flood was answered ${outcomeOf(first)}`, [first]);
    const until = errorResponse ? exchanges.indexOf(errorResponse) : exchanges.length;
    const others = exchanges.slice(0, until).filter((exchange) => !isSuccess(exchange));
    if (others.length * 100 > until)
      return inconclusive(`${others.length} calls of the flood had another answer, such as ${outcomeOf(others[0] ?? first)}`, others);
    const last = errorResponse ?? exchanges.at(-1) ?? first;
    const tookMs = longestOf([first, last]);
    if (tookMs > longest * windowMs || (!errorResponse && until < enough)) {
      return inconclusive(`${until} calls took ${Math.round(tookMs / 100) / 10} s, too long to tell where refusals begin`, [last]);
    }
    const leave = Math.max(2, slack * limit);
    const least = Math.floor(limit - leave);
    const most = Math.ceil(limit + leave + (1 + slack) * limit * (tookMs / windowMs));
    // Answers overtake each other: a call sent after the first refusal may have been counted before it.
    const served = exchanges.filter(isSuccess).length;
    if (served >= least && until <= (1 + loosely) * limit + leave) return pass(served);
    if (served >= least && until <= most)
      return inconclusive(
        `${until} calls were let through in ${Math.round(tookMs / 100) / 10} s, of which some may have come back meanwhile`,
        [last],
      );
    if (until > most && beganAnew(rateLimit, first, last, windowMs))
      return inconclusive(`${until} calls were let through, and a window began anew meanwhile`, [last, first]);
    const finding = {
      where: 'status',
      expected: `a refusal after ${least} to ${most} calls`,
      actual: errorResponse ? `status ${outcomeOf(errorResponse)} after ${until}` : `none after ${until}`,
    };
    return unconfirmed(fail({ code: 'not-about-plan', ...finding }, [last, first], { judged: exchanges.length, breaches: 1 }));
  },
});
