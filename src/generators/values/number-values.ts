import * as fc from 'fast-check';
import { boundedFilter } from './bounded-filter.ts';
import {
  commonMultiple,
  compareDecimals,
  type Decimal,
  decimalOf,
  isMultiple,
  numberOf,
  stepsAbove,
  stepsBelow,
  times,
} from '../../contract/schema/decimal.ts';
import { anyOf, fewValues, type Made, type MadeValues, unsatisfiable } from './made.ts';
import type { NumberRules } from './rules/number-rules.ts';

const one = decimalOf(1);

/** Step sizes of numbers: whole, hundredths, or as fine as the bounds require. */
const grains = [1, 0.01, 1e-6, 1e-12].map(decimalOf);

/** Numbers with more digits than this change when they are read as doubles. */
const mostUnits = 10n ** 15n - 1n;

/** The greatest distance from zero, or from the only bound. */
const reach = decimalOf(2 ** 31 - 1);

/** The same for steps with a fraction: of larger multiples, validators that divide doubles find a remainder. */
const reachOfFractions = decimalOf(10 ** 4);

/** Multiples are listed where there are fewer than this. */
const few = 32n;

const isInside = (value: number, { low, high, step }: NumberRules): boolean => {
  const exact = decimalOf(value);
  const [above, below] = [low ? compareDecimals(exact, low.at) : 1, high ? compareDecimals(exact, high.at) : -1];
  return (
    (above > 0 || (above === 0 && low?.excluded === false)) &&
    (below < 0 || (below === 0 && high?.excluded === false)) &&
    (!step || isMultiple(exact, step))
  );
};

/** The first and the last multiple of a step within the bounds; undefined where there is no bound. */
const multiples = ({ low, high }: NumberRules, step: Decimal): { readonly from: bigint | undefined; readonly to: bigint | undefined } => {
  const atLow = low && isMultiple(low.at, step) && low.excluded ? 1n : 0n;
  const atHigh = high && isMultiple(high.at, step) && high.excluded ? 1n : 0n;
  return { from: low && stepsAbove(low.at, step) + atLow, to: high && stepsBelow(high.at, step) - atHigh };
};

const largest = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const smallest = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Multiples of a step within the bounds, as far as they can be written exactly; undefined where none can. */
const byStep = (rules: NumberRules, step: Decimal, furthest = reach): MadeValues | undefined => {
  const { from, to } = multiples(rules, step);
  const span = largest(stepsBelow(furthest, step), 1n);
  const most = mostUnits / step.units;
  const least = largest(-most, from ?? (to === undefined ? -span : smallest(to - span, -span)));
  const last = smallest(most, to ?? (from === undefined ? span : largest(from + span, span)));
  if (least > last) return undefined;
  const number = (count: bigint): number => numberOf(times(count, step));
  const hasBounds = from !== undefined && to !== undefined && from >= -most && to <= most;
  if (hasBounds && to - from < few) {
    const values = Array.from({ length: Number(to - from) + 1 }, (_, n) => number(from + BigInt(n)));
    return fewValues(values.toSorted((a, b) => Math.abs(a) - Math.abs(b)));
  }
  const counts = fc.integer({ min: Number(least), max: Number(last) });
  return { kind: 'ok', arb: counts.map((count) => number(BigInt(count))), height: 0 };
};

/** Numbers so large or so close together that no decimal of a few digits is among them. */
const byDouble = (rules: NumberRules, whole: boolean): MadeValues | undefined => {
  const { low, high } = rules;
  const [min, max] = [low ? numberOf(low.at) : -Number.MAX_VALUE, high ? numberOf(high.at) : Number.MAX_VALUE];
  if (min > max) return undefined;
  const doubles = fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
  const values = doubles.map((value) => (whole ? Math.trunc(value) : value)).map((value) => (value === 0 ? 0 : value));
  const arb = boundedFilter(values, (value) => Number.isFinite(value) && isInside(value, rules));
  return arb && { kind: 'ok', arb, height: 0 };
};

/** Numbers within bounds and of a step; the bounds are drawn often. `whole` requires numbers without a fraction. */
export const numberValues = (rules: NumberRules, whole: boolean): Made => {
  const { low, high, pointers } = rules;
  const step = whole ? commonMultiple(rules.step ?? one, one) : rules.step;
  if (low && high) {
    const order = compareDecimals(low.at, high.at);
    const { from, to } = step ? multiples(rules, step) : {};
    const isEmpty = from !== undefined && to !== undefined && from > to;
    if (order > 0 || (order === 0 && (low.excluded || high.excluded)) || isEmpty) return unsatisfiable(pointers);
  }
  if (step) {
    const isFraction = !isMultiple(step, one);
    const made = byStep(rules, step, isFraction ? reachOfFractions : reach) ?? byDouble({ ...rules, step }, whole);
    return (
      made ?? {
        kind: 'unsupported',
        pointer: pointers[0] ?? '#',
        keyword: 'multipleOf',
        reason: 'no double was found that matches',
      }
    );
  }
  const byGrain = grains.flatMap((grain) => byStep(rules, grain) ?? []).slice(0, 2);
  if (byGrain.length > 0) {
    const { few: _few, ...made } = anyOf(byGrain);
    return made;
  }
  const made = byDouble(rules, whole);
  return made ?? { kind: 'unsupported', pointer: pointers[0] ?? '#', keyword: 'minimum', reason: 'no double was found between the bounds' };
};
