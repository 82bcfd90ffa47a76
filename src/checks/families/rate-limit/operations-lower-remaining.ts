import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { longestOf } from '../../kit/timing.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { smallRead } from '../../requests/small-read.ts';
import { mayRest } from '../../scenarios/quota/at-rest.ts';
import { hasOtherRead, otherRead } from '../../scenarios/quota/other-read.ts';
import { firstAtRest } from '../../scenarios/quota/rested-read.ts';
import { announcedQuota, beganAnew } from '../../subjects/quota-headers.ts';
import { operatorsLimit, type QuotaSubject, quotas, windowSeconds } from '../../subjects/quota.ts';
import { backAtRest } from './come-back.ts';

type BetweenReads = {
  readonly before: Exchange;
  readonly between: readonly Exchange[];
  readonly after: Exchange;
  /** Was no call made for a whole window before, so that no earlier call comes back meanwhile. */
  readonly atRest: boolean;
};

/** Calls of the other operation. */
const betweenCalls = 5;

/** The part of a window within which all calls must have been made. */
const longestPart = 1 / 3;

export const operationsLowerRemaining = defineProbe<QuotaSubject, BetweenReads | undefined>({
  id: 'rate-limit/operations-lower-remaining',
  title: 'Calls of one operation lower what is left for the others',
  why: 'A client that calls several operations plans by one number, and that number leaves out its other calls.',
  fix: 'Count all operations of a credential together, and announce what is left of that one quota.',
  reads: 'rateLimit',
  phase: 'closing',
  exclusive: 'quota',
  over: (contract) => (hasOtherRead(contract) ? quotas(contract, ({ headers }) => headers?.remaining) : []),
  prerequisites: () => [],
  cost: () => ({ requests: 2 * (betweenCalls + 4), creates: 0 }),
  run: (_subject, session) => betweenReads(session, firstReadOf(session)),
  judge({ rateLimit }, result, { target }) {
    if (!result) return inconclusive('There is no resource that another operation could read', []);
    const { before, between, after, atRest } = result;
    const bad = [before, ...between, after].find((exchange) => !isSuccess(exchange));
    if (bad) return inconclusive(`A call was answered ${outcomeOf(bad)}`, [bad]);
    const left = (exchange: Exchange): number | undefined => announcedQuota(rateLimit, exchange).remaining;
    const [from, to] = [left(before), left(after)];
    if (from === undefined || to === undefined) return inconclusive('No answer reports what is left as a number', [before, after]);
    const wanted = between.length + 1;
    if (from - to >= wanted) return pass(wanted);
    // A number that rises belongs to another window, and zero cannot fall.
    if (to > from || to === 0) return inconclusive('A window began anew between the calls', [before, after]);
    // With a rolling window, or a bucket that refills, earlier calls come back at any time.
    if (!atRest) return inconclusive('Earlier calls may have come back meanwhile', [before, after]);
    const tookMs = Math.round(longestOf([before, ...between, after]));
    const windowMs = windowSeconds(rateLimit, target) * 1000;
    if (tookMs > windowMs * longestPart)
      return inconclusive(`The calls took ${tookMs} ms, so that the first of them may have come back`, [before, after]);
    const operation = between[0]?.request.operation ?? '';
    if (beganAnew(rateLimit, before, after, windowMs)) return inconclusive('A window began anew between the calls', [before, after]);
    const limit = announcedQuota(rateLimit, before).limit ?? operatorsLimit(rateLimit, target);
    const back = backAtRest(rateLimit, [before, ...between, after], limit, windowMs);
    if (from - to >= wanted - back)
      return inconclusive(`The calls took ${tookMs} ms, in which some may have come back to a bucket`, [before, after]);
    const finding = {
      where: rateLimit.headers?.remaining ?? '',
      expected: `at most ${from - wanted} after ${between.length} calls of ${operation}`,
      actual: String(to),
    };
    return unconfirmed(fail({ code: 'operation-not-counted', ...finding }, [after, before], { judged: wanted, breaches: 1 }));
  },
});

/**
 * One operation, then another one several times, then the first again; at rest where the run may wait for that, because
 * calls of a minute ago come back. Undefined where there is no resource that another operation could read.
 */
const betweenReads = async (session: Session, operation: string): Promise<BetweenReads | undefined> => {
  const other = await session.run(otherRead, { operation });
  if (!other) return undefined;
  const read = smallRead(session, operationOf(session.contract, operation));
  const before = (await firstAtRest(session, operation)) ?? (await session.send(read));
  const between: Exchange[] = [];
  for (let call = 0; call < betweenCalls; call++) between.push(await session.send(other));
  return { before, between, after: await session.send(read), atRest: mayRest(session) };
};
