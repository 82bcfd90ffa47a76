import type { RateLimit } from '../../../contract/conventions.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { type CheckText, defineFold, type Fold, inconclusive, pass } from '../../kit/define.ts';
import { quotaLocations, tooSmall, windowSeconds } from '../../subjects/quota.ts';

/**
 * Whole numbers in answers, none of which may be above a bound. The bound is known only at the end: it depends on the target's
 * window. Plain JSON.
 */
type BoundedValues = {
  readonly judged: number;
  /** Answers that are wrong whatever the bound is, and the one with the smallest exchange. */
  readonly wrong: number;
  readonly first: Breach | null;
  /** How often each value came. */
  readonly counts: Counts;
  /** The same by the value that an answer seems to carry, where the exact one is not known. */
  readonly seeming: Counts;
  readonly largest: { readonly value: number; readonly seen: Breach } | null;
};

type Counts = Record<string, number>;

/** What an answer carries, with the code, `where` and `actual` of a finding about it. */
export type Carried = {
  readonly code: string;
  readonly where: string;
  readonly actual: string;
  /** The least that the value can be; undefined where the answer is wrong whatever the bound is. */
  readonly value: number | undefined;
  /** What the value seems to be, where it is not known for sure. Where only this is above the bound, the value is neither right nor wrong. */
  readonly seems?: number;
};

/** The largest right value, and `expected` of a finding; `unknown` is the verdict where no answer is wrong whatever the bound is. */
export type Bound = { readonly most: number; readonly expected: string; readonly unknown?: Verdict };

/** Defines a fold that holds the values of answers against a bound. */
export const defineBoundedFold = ({
  pick,
  read,
  bound,
  unseen,
  ...text
}: CheckText & {
  /** The word about the quota that the contract must have. */
  pick(rateLimit: RateLimit): unknown;
  /** Undefined where an answer carries nothing that is judged here. */
  read(exchange: Exchange, rateLimit: RateLimit, contract: Contract): Carried | undefined;
  bound(rateLimit: RateLimit, target: Target): Bound | Verdict;
  /** The reason where nothing was judged, as half a sentence. */
  readonly unseen: string;
}): Fold<BoundedValues> =>
  defineFold<BoundedValues>({
    ...text,
    locations: (contract) => quotaLocations(contract, pick),
    init: () => ({ judged: 0, wrong: 0, first: null, counts: {}, seeming: {}, largest: null }),
    step(state, exchange, contract) {
      const { rateLimit } = contract.conventions;
      const carried = rateLimit && read(exchange, rateLimit, contract);
      if (!carried) return state;
      const { value, seems = value, ...finding } = carried;
      const seen = breachIn(exchange, { ...finding, expected: '' });
      const judged = state.judged + 1;
      if (value === undefined) return { ...state, judged, wrong: state.wrong + 1, first: smallerBreach(state.first, seen) };
      return {
        ...state,
        judged,
        counts: oneMore(state.counts, value),
        seeming: oneMore(state.seeming, seems ?? value),
        largest: larger(state.largest, { value, seen }),
      };
    },
    merge: (a, b) => ({
      judged: a.judged + b.judged,
      wrong: a.wrong + b.wrong,
      first: smallerBreach(a.first, b.first),
      counts: summed(a.counts, b.counts),
      seeming: summed(a.seeming, b.seeming),
      largest: larger(a.largest, b.largest),
    }),
    conclude(state, { contract, target }) {
      const { rateLimit } = contract.conventions;
      if (!rateLimit) return inconclusive('The contract documents no quota', []);
      const limits = bound(rateLimit, target);
      if ('kind' in limits) return limits;
      return limits.unknown && !state.first ? limits.unknown : concludeValues(state, limits, unseen);
    },
  });

/** A bound of one window and some seconds more, for rounding and clocks. */
export const windowBound =
  (spareSeconds: number, expected: (most: number) => string) =>
  (rateLimit: RateLimit, target: Target): Bound | Verdict => {
    const seconds = windowSeconds(rateLimit, target);
    const small = tooSmall(undefined, seconds);
    if (small !== undefined) return { kind: 'skipped', because: 'unsupported', reason: small };
    return { most: seconds + spareSeconds, expected: expected(seconds + spareSeconds) };
  };

const larger = (a: BoundedValues['largest'], b: BoundedValues['largest']): BoundedValues['largest'] => {
  if (a === null || b === null) return a ?? b;
  if (a.value !== b.value) return a.value > b.value ? a : b;
  return smallerBreach(a.seen, b.seen) === a.seen ? a : b;
};

/** Counts in place: a copy for each answer would take quadratic time. */
const oneMore = (counts: Counts, value: number): Counts => {
  counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

const summed = (a: Counts, b: Counts): Counts =>
  Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]));

const timesAbove = (counts: Counts, most: number): number =>
  Object.entries(counts).reduce((sum, [value, times]) => sum + (Number(value) > most ? times : 0), 0);

const concludeValues = (values: BoundedValues, { most, expected }: Bound, unseen: string): Verdict => {
  const { judged, wrong, first, counts, seeming, largest } = values;
  if (judged === 0) return { kind: 'inconclusive', reason: unseen, exchanges: [], unseen: true };
  const above = timesAbove(counts, most);
  const shown = first ?? (above > 0 ? largest?.seen : undefined);
  const doubtful = timesAbove(seeming, most);
  if (!shown && judged > doubtful) return pass(judged - doubtful);
  if (!shown) return inconclusive(`${doubtful} answers took too long, or have no Date, so that their values cannot be judged`, []);
  return { kind: 'fail', judged, breaches: wrong + above, finding: findingOf({ ...shown, expected }) };
};
