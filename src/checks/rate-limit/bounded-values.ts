import type { Exchange } from '../../model/exchange.ts';
import type { Verdict } from '../../model/verdict.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../breach.ts';
import { pass } from '../define.ts';

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
  readonly largest: { readonly value: number; readonly seen: Breach } | null;
};

export const noValues: BoundedValues = { judged: 0, wrong: 0, first: null, counts: {}, largest: null };

/** An answer that is wrong by itself. */
export const withWrong = (values: BoundedValues, breach: Breach): BoundedValues => ({
  ...values,
  judged: values.judged + 1,
  wrong: values.wrong + 1,
  first: smallerBreach(values.first, breach),
});

/** A value, with what a finding about it says: where it stands and what was there. */
export const withValue = (
  values: BoundedValues,
  value: number,
  exchange: Exchange,
  finding: { readonly code: string; readonly where: string; readonly actual: string },
): BoundedValues => ({
  ...values,
  judged: values.judged + 1,
  counts: { ...values.counts, [value]: (values.counts[value] ?? 0) + 1 },
  largest: larger(values.largest, { value, seen: breachIn(exchange, { ...finding, expected: '' }) }),
});

const larger = (a: BoundedValues['largest'], b: BoundedValues['largest']): BoundedValues['largest'] => {
  if (a === null || b === null) return a ?? b;
  if (a.value !== b.value) return a.value > b.value ? a : b;
  return smallerBreach(a.seen, b.seen) === a.seen ? a : b;
};

/** Joins what two shards have seen. Associative. */
export const mergeValues = (a: BoundedValues, b: BoundedValues): BoundedValues => {
  const keys = [...new Set([...Object.keys(a.counts), ...Object.keys(b.counts)])];
  return {
    judged: a.judged + b.judged,
    wrong: a.wrong + b.wrong,
    first: smallerBreach(a.first, b.first),
    counts: Object.fromEntries(keys.map((key) => [key, (a.counts[key] ?? 0) + (b.counts[key] ?? 0)])),
    largest: larger(a.largest, b.largest),
  };
};

/** Judges every value by the bound. `expected` says in a finding what would have been right. */
export const concludeValues = (values: BoundedValues, most: number, expected: string, nothing: string): Verdict => {
  const { judged, wrong, first, counts, largest } = values;
  if (judged === 0) return { kind: 'inconclusive', reason: nothing, exchanges: [], unseen: true };
  const above = Object.entries(counts).reduce((sum, [value, times]) => sum + (Number(value) > most ? times : 0), 0);
  const shown = first ?? (above > 0 ? largest?.seen : undefined);
  if (!shown) return pass(judged);
  return { kind: 'fail', judged, breaches: wrong + above, finding: findingOf({ ...shown, expected }) };
};
