import type { RateLimit } from '../../../contract/conventions.ts';
import { headerValues } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import type { Finding } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, NotTried, pass } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { smallRead } from '../../requests/small-read.ts';
import { mayRest } from '../../scenarios/quota/at-rest.ts';
import { firstAtRest } from '../../scenarios/quota/rested-read.ts';
import { type AnnouncedQuota, announcedQuota } from '../../subjects/quota-headers.ts';
import { largestBurst, operatorsLimit, type QuotaSubject, quotas, tooSmall, windowSeconds } from '../../subjects/quota.ts';
import { backAtRest } from './come-back.ts';

/** Calls in a row. */
const rowLength = 5;

type Result = {
  readonly row: readonly Exchange[];
  /** The row once more on a quota at rest, where the first one looked wrong; `forbidden` where the run may not wait for that. */
  readonly rested: readonly Exchange[] | 'forbidden' | undefined;
};

export const remainingFalls = defineProbe<QuotaSubject, Result>({
  id: 'rate-limit/remaining-falls',
  title: 'What is left of the quota is never above it, and falls with each call',
  why: 'Clients slow down by this number; where it does not change, they are refused without a warning.',
  fix: 'Send what is left in the window that the answer belongs to, with the call itself already counted.',
  reads: 'rateLimit',
  phase: 'closing',
  exclusive: 'quota',
  over: (contract) => quotas(contract, ({ headers }) => headers?.remaining),
  prerequisites: () => [],
  cost: () => ({ requests: 2 * rowLength, creates: 0 }),
  async run({ rateLimit }, session) {
    const { target } = session;
    const row = await calls(session);
    const small = tooSmall(readings(row, rateLimit).find(({ limit }) => limit !== undefined)?.limit, windowSeconds(rateLimit, target));
    if (small !== undefined) throw new NotTried('unsupported', small);
    if (!breachIn(row, rateLimit, target)) return { row, rested: undefined };
    // With a rolling window, calls of a minute ago come back between two calls. At rest there are none.
    if (!mayRest(session)) return { row, rested: 'forbidden' };
    return { row, rested: await calls(session, await firstAtRest(session, firstReadOf(session))) };
  },
  judge({ rateLimit }, { row, rested }, { target }) {
    const first = breachIn(row, rateLimit, target);
    if (!first) {
      const judged = neighbours(row, rateLimit).length;
      return judged > 0 ? pass(judged) : inconclusive('No two answers in a row belong to the same window', row);
    }
    const seen = `${first.finding.where}: ${first.finding.actual}, expected ${first.finding.expected}`;
    if (rested === undefined || rested === 'forbidden') {
      return inconclusive(`${seen}; only a row on a quota at rest proves it, which needs the permission "slow" (--allow slow)`, row);
    }
    const again = breachIn(rested, rateLimit, target);
    if (again?.finding.code === stillCode && mayHaveComeBack(rested, rateLimit, target))
      return inconclusive(`${seen}; some calls may have come back in the time that the row took`, [...row, ...rested]);
    if (!again) {
      // Calls of a window ago came back in the first row, as they do in a rolling one, and the row at rest shows that each call counts.
      const isExplained = rateLimit.window.kind === 'rolling' && first.finding.code === stillCode;
      const judged = neighbours(rested, rateLimit).length;
      if (isExplained && judged > 0) return pass(judged);
      return inconclusive(`two rows with different results: first ${seen}, then nothing wrong`, [...row, ...rested]);
    }
    const [evidence, ...others] = again.exchanges;
    return fail(again.finding, [evidence, ...others, ...first.exchanges], { judged: row.length + rested.length, breaches: 2 });
  },
});

/** Small reads one right after the other, of which the first may have been made. */
const calls = async (session: Session, first?: Exchange): Promise<readonly Exchange[]> => {
  const read = operationOf(session.contract, firstReadOf(session));
  const exchanges: Exchange[] = first === undefined ? [] : [first];
  while (exchanges.length < rowLength) exchanges.push(await session.send(smallRead(session, read)));
  return exchanges;
};

const stillCode = 'remaining-not-falling';

type Breach = { readonly finding: Omit<Finding, 'exchanges' | 'operation'>; readonly exchanges: readonly [Exchange, ...Exchange[]] };

type Reading = AnnouncedQuota & { readonly exchange: Exchange };

const readings = (row: readonly Exchange[], rateLimit: RateLimit): Reading[] =>
  row.map((exchange) => ({ exchange, ...announcedQuota(rateLimit, exchange) }));

/** Successive answers that report the same limit and the same end of the window, as far as the contract names headers for them. */
const neighbours = (row: readonly Exchange[], rateLimit: RateLimit): { readonly from: Reading; readonly to: Reading }[] =>
  readings(row, rateLimit).flatMap((to, n, all) => {
    const from = all[n - 1];
    if (from?.remaining === undefined || to.remaining === undefined) return [];
    const names = [rateLimit.headers?.limit, rateLimit.headers?.reset?.name].filter((name) => name !== undefined);
    const isOneWindow = names.every((name) => {
      const [before, after] = [headerValues(from.exchange, name), headerValues(to.exchange, name)];
      return after.length > 0 && after.join(', ') === before.join(', ');
    });
    return isOneWindow ? [{ from, to }] : [];
  });

const breachIn = (row: readonly Exchange[], rateLimit: RateLimit, target: Target): Breach | undefined => {
  const where = rateLimit.headers?.remaining ?? '';
  const known = rateLimit.headers?.limit === undefined ? operatorsLimit(rateLimit, target) : undefined;
  const most = (limit: number | undefined): number => largestBurst(rateLimit, target, limit ?? known ?? Infinity);
  const above = readings(row, rateLimit).find(({ limit, remaining }) => (remaining ?? 0) > most(limit));
  if (above) {
    const finding = { where, expected: `at most ${most(above.limit)}`, actual: String(above.remaining) };
    return { finding: { code: 'remaining-above-limit', ...finding }, exchanges: [above.exchange] };
  }
  const still = neighbours(row, rateLimit).find(({ from, to }) => !isLower(from.remaining ?? 0, to.remaining ?? 0));
  if (!still) return undefined;
  const { from, to } = still;
  const finding = { where, expected: `less than ${from.remaining} after one more call`, actual: String(to.remaining) };
  return { finding: { code: stillCode, ...finding }, exchanges: [to.exchange, from.exchange] };
};

/** May calls that came back explain the row: each call lowered what is left by one, and the rest came back meanwhile. */
const mayHaveComeBack = (row: readonly Exchange[], rateLimit: RateLimit, target: Target): boolean => {
  const values = readings(row, rateLimit).flatMap(({ remaining }) => remaining ?? []);
  const limit = readings(row, rateLimit).find((one) => one.limit !== undefined)?.limit ?? operatorsLimit(rateLimit, target);
  const back = backAtRest(rateLimit, row, limit, windowSeconds(rateLimit, target) * 1000);
  return back > 0 && (values[0] ?? 0) - (values.at(-1) ?? 0) >= row.length - 1 - back;
};

/** Is a value lower than the one before; zero may stay zero. */
const isLower = (from: number, to: number): boolean => to <= from - 1 || (from === 0 && to === 0);
