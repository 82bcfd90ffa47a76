import { outcomeOf } from '../../../contract/message.ts';
import type { RateLimit } from '../../../contract/conventions.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import { announcedQuota, wholeHeader } from '../../subjects/announced-quota.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { type CheckText, defineProbe, fail, inconclusive, NotTried, pass, type Probe } from '../../kit/define.ts';
import { quotaBurst } from '../../scenarios/quota/quota-burst.ts';
import { operatorsLimit } from '../../subjects/plan-quota.ts';
import { type Fall, fallOf } from '../../subjects/quota-fall.ts';
import { tooSmall, windowSeconds } from '../../subjects/quota-window.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';

type Row = { readonly exchanges: readonly Exchange[]; readonly shown: Fall };

/** Calls of a row, and the part of a small quota that they may take. */
const mostCalls = 50;
const part = 1 / 4;
/** Rows, of which all but the first come after a rest. */
const rows = 3;

/**
 * Judges that what is left falls over a row of calls. Of a quota above `mostLimit` a number that only stands still shows
 * nothing; one that goes up after every rest does.
 */
export const remainingFallProbe = (text: Omit<CheckText, 'reads'>, { mostLimit }: { readonly mostLimit: number }): Probe<readonly Row[]> =>
  defineProbe<readonly Row[]>({
    ...text,
    reads: 'rateLimit',
    phase: 'closing',
    alone: 'quota',
    places: (contract) =>
      conventionPlaces(contract, ({ rateLimit }) => rateLimit?.headers?.remaining).filter((place) => place === rootPlace),
    needs: () => [],
    cost: () => ({ requests: rows * mostCalls, creates: 0 }),
    async measure(_place, session) {
      const { contract, target } = session;
      const operation = firstReadOf(session);
      const { rateLimit } = contract.conventions;
      if (!rateLimit) throw new NotTried('not-applicable', 'The contract says nothing of a quota');
      const seconds = windowSeconds(rateLimit, target);
      const known = operatorsLimit(rateLimit, target);
      const small = tooSmall(known, seconds);
      if (small !== undefined) throw new NotTried('unsupported', small);
      const calls = Math.min(mostCalls, Math.max(5, Math.floor((known ?? Infinity) * part)));
      const made: Row[] = [];
      for (let turn = 0; turn < rows; turn++) {
        // Where the window rolls, calls of a minute ago come back in between. At rest there are none.
        const exchanges = await session.measure(quotaBurst, { operation, calls, rested: turn > 0, turn });
        if (exchanges.length === 0) break;
        const values = exchanges.map((exchange) => wholeHeader(exchange, rateLimit.headers?.remaining));
        const [first] = exchanges;
        const limit = first ? limitBy(first, rateLimit, target) : known;
        const shown = fallOf(exchanges, values, { limit, windowMs: seconds * 1000 });
        made.push({ exchanges, shown });
        // Where no number is shown, none will be after a rest.
        if (shown === 'fell' || values.every((value) => value === undefined)) break;
      }
      return made;
    },
    judge(_place, made, { contract, target }) {
      const fallen = made.find(({ shown }) => shown === 'fell');
      if (fallen) return pass(fallen.exchanges.length);
      const [row] = made;
      const [first, ...others] = row?.exchanges ?? [];
      if (!row || !first) return inconclusive('No row of calls was made', []);
      const name = contract.conventions.rateLimit?.headers?.remaining ?? '';
      if (made.length === rows && made.every(({ shown }) => shown === 'stood')) {
        const value = wholeHeader(first, name);
        const finding = {
          where: name,
          expected: `less than ${value} after ${others.length} more calls`,
          actual: 'never less, in three rows',
        };
        const limit = limitBy(first, contract.conventions.rateLimit, target);
        if ((limit === undefined || limit > mostLimit) && !made.every(({ exchanges }) => rises(exchanges, name))) {
          const reason = `with more than ${mostLimit} calls in a window as many may have come back`;
          return inconclusive(`${finding.actual} than ${value}: ${reason}`, [first]);
        }
        const judged = made.reduce((sum, { exchanges }) => sum + exchanges.length, 0);
        return fail({ code: 'remaining-not-falling', ...finding }, [first, ...others.slice(-1)], { judged, breaches: rows });
      }
      const said = wholeHeader(first, name) === undefined ? `${outcomeOf(first)} without a number` : `${wholeHeader(first, name)} at first`;
      return inconclusive(`${made.length} of ${rows} rows were made, and none shows clearly whether the number falls: ${said}`, [first]);
    },
  });

/** Is every later value of a row above its first one. */
const rises = ([first, ...others]: readonly Exchange[], name: string): boolean => {
  const from = first && wholeHeader(first, name);
  return from !== undefined && others.every((exchange) => (wholeHeader(exchange, name) ?? from) > from);
};

/** The limit by the service's word, else by the operator's. */
const limitBy = (exchange: Exchange, rateLimit: RateLimit | undefined, target: Target): number | undefined =>
  rateLimit && (announcedQuota(rateLimit, exchange).limit ?? operatorsLimit(rateLimit, target));
