import { wordsOf } from '../../../contract/infer/words.ts';
import { headerValues, isSuccess } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { rootLocation } from '../../../model/location.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { mostBack } from '../../kit/timing.ts';
import { isCountedCall } from '../../subjects/known-caller.ts';
import { windowSeconds } from '../../subjects/quota.ts';
import { announcedPolicy, reportedLimit, reportedRemaining } from '../../subjects/quota-policies.ts';

/** Answers of one credential by the second of the run in which their requests were sent. Plain JSON. */
type Seconds = Record<string, number>;

type Constant = {
  /** By credential. */
  readonly answers: Readonly<
    Record<string, { readonly seconds: Seconds; readonly least: number; readonly most: number; readonly slowest: number }>
  >;
  readonly limit: number | null;
  readonly windowSeconds: number | null;
  readonly first: Breach | null;
};

const reports = /^(?:x )?rate ?limit(?: remaining| policy)?$/u;

/** Does a document describe a quota: in words, by 429, or by header fields. */
const describesQuota = ({ conventions, operations }: Contract): boolean =>
  conventions.rateLimit !== undefined ||
  operations.some(({ responses }) =>
    responses.some(({ status, headers }) => status === '429' || headers.some(({ name }) => reports.test(wordsOf(name).join(' ')))),
  );

/** Is it a success that was counted, from the service itself and not from a cache (RFC 9111, section 5.1). */
const isCounted = (contract: Contract, exchange: Exchange): boolean =>
  isSuccess(exchange) && isCountedCall(contract, exchange) && headerValues(exchange, 'Age').length === 0;

/** Answers that must report the same before it shows anything, and more than can have come back. */
const enough = 50;
const spare = 20;

/** Servers that count together may tell each other so much later, and before such a part of the quota is used. */
const togetherSeconds = 10;
const partUsed = 1 / 2;

/** The most answers in a row of seconds, above what can have come back in that time. */
const mostAbove = (seconds: Seconds, slowestMs: number, limit: number, windowMs: number): number => {
  const rows = Object.entries(seconds)
    .map(([second, answers]) => ({ second: Number(second), answers }))
    .sort((a, b) => a.second - b.second);
  let most = 0;
  for (const [start, from] of rows.entries()) {
    let answers = 0;
    for (const to of rows.slice(start)) {
      answers += to.answers;
      most = Math.max(most, answers - mostBack(limit, (to.second - from.second + 1) * 1000 + slowestMs, windowMs));
    }
  }
  return most;
};

const addedTo = (a: Seconds, b: Seconds): Seconds => {
  const sum: Record<string, number> = { ...a };
  for (const [key, answers] of Object.entries(b)) sum[key] = (sum[key] ?? 0) + answers;
  return sum;
};

const together = (a: Constant, b: Constant): Constant => ({
  answers: Object.fromEntries(
    [...new Set([...Object.keys(a.answers), ...Object.keys(b.answers)])].flatMap((name) => {
      const both = [a.answers[name], b.answers[name]].filter((one) => one !== undefined);
      const seconds = both.reduce<Seconds>((sum, one) => addedTo(sum, one.seconds), {});
      const [least, most] = [Math.min(...both.map((one) => one.least)), Math.max(...both.map((one) => one.most))];
      return [[name, { seconds, least, most, slowest: Math.max(...both.map(({ slowest }) => slowest)) }] as const];
    }),
  ),
  ...quotaTogether(a, b),
});

type Told = Omit<Constant, 'answers'>;

const quotaTogether = (a: Told, b: Told): Told => ({
  limit: a.limit === null || b.limit === null ? (a.limit ?? b.limit) : Math.max(a.limit, b.limit),
  windowSeconds:
    a.windowSeconds === null || b.windowSeconds === null
      ? (a.windowSeconds ?? b.windowSeconds)
      : Math.min(a.windowSeconds, b.windowSeconds),
  first: smallerBreach(a.first, b.first),
});

const nothing: Constant = { answers: {}, limit: null, windowSeconds: null, first: null };

export const remainingNotConstant = defineFold<Constant>({
  id: 'rate-limit/remaining-not-constant',
  title: 'What answers report as left of a quota changes in the course of many requests',
  why: 'Clients slow down by this number; where it never changes, they are refused without a warning.',
  fix: 'Send what is left after the requests that were counted, not a fixed number.',
  locations: (contract) => (describesQuota(contract) ? [rootLocation] : []),
  init: () => nothing,
  step(state, exchange, contract) {
    const { rateLimit } = contract.conventions;
    const { credential } = exchange.request;
    if (!isCounted(contract, exchange)) return state;
    const left = reportedRemaining(rateLimit, exchange);
    if (left === undefined) return state;
    const finding = { code: 'remaining-constant', where: 'quota', expected: 'fewer left after more requests', actual: `${left} left` };
    const name = credential.kind === 'valid' ? credential.name : '';
    const second = String(Math.floor(exchange.sentAt / 1000));
    const { seconds, least, most, slowest } = state.answers[name] ?? { seconds: {}, least: left, most: left, slowest: exchange.tookMs };
    // Counted in place: a long run has thousands of seconds, and a copy for each answer would take quadratic time.
    seconds[second] = (seconds[second] ?? 0) + 1;
    const own = {
      seconds,
      least: Math.min(least, left),
      most: Math.max(most, left),
      slowest: Math.max(slowest, exchange.tookMs),
    };
    const told = {
      limit: reportedLimit(rateLimit, exchange) ?? null,
      windowSeconds: announcedPolicy(exchange)?.seconds ?? null,
      first: breachIn(exchange, finding),
    };
    return { answers: { ...state.answers, [name]: own }, ...quotaTogether(state, told) };
  },
  merge: together,
  conclude({ answers, limit: reported, windowSeconds: announced, first }, { contract, target }) {
    const { rateLimit } = contract.conventions;
    const stated = rateLimit?.plans?.[target.plan ?? 'default'];
    const limit = target.quota?.limit ?? reported ?? (stated === undefined ? undefined : 'limit' in stated ? stated.limit : stated.atLeast);
    const window = rateLimit === undefined ? (target.quota?.windowSeconds ?? announced) : windowSeconds(rateLimit, target);
    const all = Object.values(answers);
    const changing = all.find(({ least, most }) => most > least);
    if (changing !== undefined) return pass(Object.values(changing.seconds).reduce((sum, one) => sum + one, 0));
    if (first === null || limit === undefined || window === undefined || window === null)
      return { ...inconclusive('no answers reported what is left of a quota that is known', []), unseen: true };
    const [most] = all
      .filter(({ least }) => least > 0)
      .map((one) => {
        const times = Object.keys(one.seconds).map(Number);
        const count = Object.values(one.seconds).reduce((sum, number) => sum + number, 0);
        const isLong = count >= partUsed * limit || Math.max(...times) - Math.min(...times) >= togetherSeconds;
        const above = isLong && count >= enough ? mostAbove(one.seconds, one.slowest, limit, window * 1000) : 0;
        return { count, above, left: one.least };
      })
      .sort((a, b) => b.above - a.above);
    if (most === undefined || most.above < spare)
      return { ...inconclusive('too few answers came together to show that what is left does not change', []), unseen: true };
    const finding = { ...findingOf(first), actual: `${most.left} left in each of ${most.count} answers` };
    return { kind: 'fail', judged: most.count, breaches: most.count, finding };
  },
});
