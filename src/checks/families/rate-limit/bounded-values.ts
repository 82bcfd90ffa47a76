import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { inconclusive, pass } from '../../kit/define.ts';

/**
 * Whole numbers that answers carry, of which none may be above a bound that is known in the end only: it depends on the
 * target's window. Plain JSON.
 */
export type BoundedValues = {
  readonly judged: number;
  /** Answers that are wrong whatever the bound is, and the one with the smallest exchange. */
  readonly wrong: number;
  readonly first: Breach | null;
  /** How often each value came. */
  readonly counts: Readonly<Record<string, number>>;
  /** How often each value came, by what it seems to be where that is not known for sure. */
  readonly seeming: Readonly<Record<string, number>>;
  readonly largest: { readonly value: number; readonly seen: Breach } | null;
};

export const noValues: BoundedValues = { judged: 0, wrong: 0, first: null, counts: {}, seeming: {}, largest: null };

/** An answer that is wrong by itself. */
export const withWrong = (values: BoundedValues, breach: Breach): BoundedValues => ({
  ...values,
  judged: values.judged + 1,
  wrong: values.wrong + 1,
  first: smallerBreach(values.first, breach),
});

/**
 * A value, with what a finding about it says: where it stands and what was there. Where it is not known for sure, `value` is the least
 * that it can be, and `seems` what it looks like: above the bound by its looks alone, it is neither right nor wrong.
 */
export const withValue = (
  values: BoundedValues,
  value: number,
  exchange: Exchange,
  finding: { readonly code: string; readonly where: string; readonly actual: string },
  seems = value,
): BoundedValues => ({
  ...values,
  judged: values.judged + 1,
  counts: { ...values.counts, [value]: (values.counts[value] ?? 0) + 1 },
  seeming: { ...values.seeming, [seems]: (values.seeming[seems] ?? 0) + 1 },
  largest: larger(values.largest, { value, seen: breachIn(exchange, { ...finding, expected: '' }) }),
});

const larger = (a: BoundedValues['largest'], b: BoundedValues['largest']): BoundedValues['largest'] => {
  if (a === null || b === null) return a ?? b;
  if (a.value !== b.value) return a.value > b.value ? a : b;
  return smallerBreach(a.seen, b.seen) === a.seen ? a : b;
};

/** Joins what two shards have seen. Associative. */
export const mergeValues = (a: BoundedValues, b: BoundedValues): BoundedValues => ({
  judged: a.judged + b.judged,
  wrong: a.wrong + b.wrong,
  first: smallerBreach(a.first, b.first),
  counts: summed(a.counts, b.counts),
  seeming: summed(a.seeming, b.seeming),
  largest: larger(a.largest, b.largest),
});

type Counts = BoundedValues['counts'];

const summed = (a: Counts, b: Counts): Counts =>
  Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]));

const timesAbove = (counts: Counts, most: number): number =>
  Object.entries(counts).reduce((sum, [value, times]) => sum + (Number(value) > most ? times : 0), 0);

/** Judges every value by the bound. `expected` says in a finding what would have been right. */
export const concludeValues = (values: BoundedValues, most: number, expected: string, nothing: string): Verdict => {
  const { judged, wrong, first, counts, seeming, largest } = values;
  if (judged === 0) return { kind: 'inconclusive', reason: nothing, exchanges: [], unseen: true };
  const above = timesAbove(counts, most);
  const shown = first ?? (above > 0 ? largest?.seen : undefined);
  const doubtful = timesAbove(seeming, most);
  if (!shown && judged > doubtful) return pass(judged - doubtful);
  if (!shown) return inconclusive(`${doubtful} answers came too late, or told no time of their own, so that nobody can tell`, []);
  return { kind: 'fail', judged, breaches: wrong + above, finding: findingOf({ ...shown, expected }) };
};
