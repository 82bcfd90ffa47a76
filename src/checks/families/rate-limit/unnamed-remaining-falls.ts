import { isSuccess, outcomeOf, wholeNumber } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { longestOf, mostBack } from '../../kit/timing.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { quotaBurst } from '../../scenarios/quota/quota-burst.ts';
import { numericHeaders, remainingHeaders, type Reported } from '../../subjects/quota-headers.ts';
import { operatorsLimit, type QuotaSubject, quotas, tooSmall, windowSeconds } from '../../subjects/quota.ts';

/** Calls after the first one, and the part of a small quota that they may take. */
const mostCalls = 30;
const part = 1 / 2;
const tries = 2;

/** Content-Length changes with what is listed. */
const isLength = ({ name }: Reported): boolean => name.toLowerCase() === 'content-length';

type Shown =
  | { readonly kind: 'falls'; readonly name: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'constant'; readonly name: string; readonly value: string };

export const unnamedRemainingFalls = defineProbe<QuotaSubject, readonly (readonly Exchange[])[]>({
  id: 'rate-limit/unnamed-remaining-falls',
  title: 'A header of the answers reports what is left of the quota, and falls as calls are made',
  why: 'Clients slow down by this number; where there is none, or it does not change, they are refused without a warning.',
  fix: 'Send what is left in a header with a matching name, such as RateLimit or X-RateLimit-Remaining, with the call already counted.',
  reads: 'rateLimit.unnamed.remaining',
  phase: 'closing',
  exclusive: 'quota',
  over: (contract) => (parameterlessReads(contract).length === 0 ? [] : quotas(contract, ({ unnamed }) => unnamed?.remaining)),
  prerequisites: () => [],
  cost: () => ({ requests: tries * (mostCalls + 1), creates: 0 }),
  async run({ rateLimit }, session) {
    const calls = 1 + Math.min(mostCalls, Math.floor((operatorsLimit(rateLimit, session.target) ?? Infinity) * part));
    const rows: (readonly Exchange[])[] = [];
    for (let turn = 0; turn < tries; turn++) {
      // With a rolling window, calls of a minute ago come back in between. At rest there are none.
      const row = await session.run(quotaBurst, { operation: firstReadOf(session), calls, rested: turn > 0, turn });
      if (row.length === 0) break;
      rows.push(row);
      if (shownBy(row).kind === 'falls') break;
    }
    return rows;
  },
  judge({ rateLimit }, rows, { target }) {
    const [row] = rows;
    const [first] = row ?? [];
    if (!row || !first) return inconclusive('No row of calls was made', []);
    const seconds = windowSeconds(rateLimit, target);
    const limit = operatorsLimit(rateLimit, target);
    const small = tooSmall(limit, seconds);
    if (small !== undefined) return { kind: 'skipped', because: 'unsupported', reason: small };
    if (rows.some((one) => shownBy(one).kind === 'falls')) return pass(rows.length);
    const bad = rows.flat().find((exchange) => !isSuccess(exchange));
    if (bad) return inconclusive(`A call of the row was answered ${outcomeOf(bad)}`, [bad]);
    if (rows.length < tries || limit === undefined) {
      return inconclusive('No header fell in one row; only a second row, at rest and with a known quota, proves it', [first]);
    }
    if (!rows.every((one) => outruns(one, limit, seconds * 1000)))
      return inconclusive('The calls were too slow: as many may have come back meanwhile', [first]);
    const shown = shownBy(row);
    const actual = shown.kind === 'constant' ? `${shown.name}: ${shown.value}, and never less` : 'no such header';
    const code = shown.kind === 'constant' ? 'remaining-not-falling' : 'remaining-untold';
    const expected = `a header with a number that falls in ${row.length} calls`;
    return fail({ code, where: shown.kind === 'constant' ? shown.name : 'headers', expected, actual }, [first, ...row.slice(-1)], {
      judged: rows.flat().length,
      breaches: tries,
    });
  },
});

/** What a row shows: of the headers named after what is left, else of any with a number. */
const shownBy = (row: readonly Exchange[]): Shown => {
  const [first, ...others] = row;
  if (!first) return { kind: 'none' };
  const named = remainingHeaders(first);
  const candidates = named.length > 0 ? remainingHeaders : (one: Exchange) => numericHeaders(one).filter((header) => !isLength(header));
  for (const { name, text } of candidates(first)) {
    const value = wholeNumber(text);
    const later = others.flatMap((one) =>
      candidates(one).flatMap((header) => (header.name.toLowerCase() === name.toLowerCase() ? (wholeNumber(header.text) ?? []) : [])),
    );
    if (value !== undefined && later.some((one) => one < value)) return { kind: 'falls', name };
  }
  const [constant] = named;
  return constant ? { kind: 'constant', name: constant.name, value: constant.text } : { kind: 'none' };
};

/** Were more calls made than a bucket can give back in that time. */
const outruns = (row: readonly Exchange[], limit: number, windowMs: number): boolean =>
  row.length - 1 > mostBack(limit, longestOf(row), windowMs);
