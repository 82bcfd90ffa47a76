import type { RateLimit } from '../../../contract/conventions.ts';
import { isSuccess, outcomeOf, wholeHeader } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import { type CheckText, defineProbe, fail, inconclusive, NotTried, pass, type Probe } from '../../kit/define.ts';
import { longestOf, mostBack } from '../../kit/timing.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { quotaBurst } from '../../scenarios/quota/quota-burst.ts';
import { announcedQuota } from '../../subjects/quota-headers.ts';
import { operatorsLimit, type QuotaSubject, quotas, tooSmall, windowSeconds } from '../../subjects/quota.ts';

type Row = { readonly exchanges: readonly Exchange[]; readonly shown: Fall };

/** Calls in a row, and the part of a small quota that they may take. */
const mostCalls = 50;
const part = 1 / 4;
/** Rows that are made; all but the first come after a rest. */
const rows = 3;

/**
 * Judges that what is left falls over a row of calls. With a quota above `mostLimit`, a number that does not change shows
 * nothing; one that goes up in every row does.
 */
const remainingFallProbe = (text: Omit<CheckText, 'reads'>, { mostLimit }: { readonly mostLimit: number }): Probe<readonly Row[]> =>
  defineProbe<QuotaSubject, readonly Row[]>({
    ...text,
    reads: 'rateLimit',
    phase: 'closing',
    exclusive: 'quota',
    over: (contract) => quotas(contract, ({ headers }) => headers?.remaining),
    prerequisites: () => [],
    cost: () => ({ requests: rows * mostCalls, creates: 0 }),
    async run({ rateLimit }, session) {
      const { target } = session;
      const operation = firstReadOf(session);
      const seconds = windowSeconds(rateLimit, target);
      const known = operatorsLimit(rateLimit, target);
      const small = tooSmall(known, seconds);
      if (small !== undefined) throw new NotTried('unsupported', small);
      const calls = Math.min(mostCalls, Math.max(5, Math.floor((known ?? Infinity) * part)));
      const made: Row[] = [];
      for (let turn = 0; turn < rows; turn++) {
        // With a rolling window, calls of a minute ago come back in between. At rest there are none.
        const exchanges = await session.run(quotaBurst, { operation, calls, rested: turn > 0, turn });
        if (exchanges.length === 0) break;
        const values = exchanges.map((exchange) => wholeHeader(exchange, rateLimit.headers?.remaining));
        const [first] = exchanges;
        const limit = first ? limitBy(first, rateLimit, target) : known;
        const shown = fallOf(exchanges, values, { limit, windowMs: seconds * 1000 });
        made.push({ exchanges, shown });
        // Where no answer reports a number, none will after a rest.
        if (shown === 'fell' || values.every((value) => value === undefined)) break;
      }
      return made;
    },
    judge({ rateLimit }, made, { target }) {
      const fallen = made.find(({ shown }) => shown === 'fell');
      if (fallen) return pass(fallen.exchanges.length);
      const [row] = made;
      const [first, ...others] = row?.exchanges ?? [];
      if (!row || !first) return inconclusive('No row of calls was made', []);
      const name = rateLimit.headers?.remaining ?? '';
      if (made.length === rows && made.every(({ shown }) => shown === 'stood')) {
        const value = wholeHeader(first, name);
        const finding = {
          where: name,
          expected: `less than ${value} after ${others.length} more calls`,
          actual: 'never less, in three rows',
        };
        const limit = limitBy(first, rateLimit, target);
        if ((limit === undefined || limit > mostLimit) && !made.every(({ exchanges }) => rises(exchanges, name))) {
          const reason = `with more than ${mostLimit} calls in a window, as many may have come back`;
          return inconclusive(`${finding.actual} than ${value}: ${reason}`, [first]);
        }
        const judged = made.reduce((sum, { exchanges }) => sum + exchanges.length, 0);
        return fail({ code: 'remaining-not-falling', ...finding }, [first, ...others.slice(-1)], { judged, breaches: rows });
      }
      const begin =
        wholeHeader(first, name) === undefined ? `${outcomeOf(first)} without a number` : `${wholeHeader(first, name)} at first`;
      return inconclusive(`${made.length} of ${rows} rows were made, and none shows clearly whether the number falls: ${begin}`, [first]);
    },
  });

export const remainingGoesDown = remainingFallProbe(
  {
    id: 'rate-limit/remaining-goes-down',
    title: 'What is left of the quota goes down as calls are made',
    why: 'Clients slow down by this number; where it does not change, or counts up, they are refused without a warning.',
    fix: 'Send what is left after the calls that were counted, also where several servers count together.',
  },
  { mostLimit: Infinity },
);

export const smallRemainingGoesDown = remainingFallProbe(
  {
    id: 'rate-limit/small-remaining-goes-down',
    title: 'What is left does not go up as calls are made, and goes down where the quota is a hundred calls or fewer',
    why: 'The smaller the quota, the sooner a client is refused that does not see it run out.',
    fix: 'Send what is left after the call itself was counted.',
  },
  { mostLimit: 100 },
);

/** Is every later value of a row above its first one. */
const rises = ([first, ...others]: readonly Exchange[], name: string): boolean => {
  const from = first && wholeHeader(first, name);
  return from !== undefined && others.every((exchange) => (wholeHeader(exchange, name) ?? from) > from);
};

/** The limit that the service reports, else the operator's. */
const limitBy = (exchange: Exchange, rateLimit: RateLimit, target: Target): number | undefined =>
  announcedQuota(rateLimit, exchange).limit ?? operatorsLimit(rateLimit, target);

/** The least time of refilling that is allowed for in a row, as a part of the window. */
const leastPart = 1 / 60;

/**
 * What a row of calls shows about a number that must fall with each call: `fell` where it fell by more than a few, `stood`
 * where it never fell below its first value although more calls were made than can have come back meanwhile, else `unclear`.
 */
type Fall = 'fell' | 'stood' | 'unclear';

/** Part of the calls of a row by which the number has to fall. */
const enough = 1 / 5;

/** Judges the values of a row, in its order. A value is undefined where the answer reports none. */
export const fallOf = (
  row: readonly Exchange[],
  values: readonly (number | undefined)[],
  quota: { readonly limit: number | undefined; readonly windowMs: number },
): Fall => {
  const known = values.filter((value) => value !== undefined);
  const [first] = known;
  if (first === undefined || known.length < row.length || !row.every(isSuccess)) return 'unclear';
  const least = Math.min(...known);
  if (first - least >= Math.max(1, Math.floor((row.length - 1) * enough))) return 'fell';
  if (least < first || quota.limit === undefined) return 'unclear';
  // Zero cannot fall.
  if (first === 0) return 'unclear';
  const back = mostBack(quota.limit, Math.max(longestOf(row), leastPart * quota.windowMs), quota.windowMs);
  return row.length - 1 > back ? 'stood' : 'unclear';
};
