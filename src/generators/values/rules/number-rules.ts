import { commonMultiple, compareDecimals, type Decimal, decimalOf } from '../../../contract/schema/decimal.ts';
import type { FlatPart } from '../flatten.ts';
import { type Given, numbersGiven } from './given.ts';

export type Bound = { readonly at: Decimal; readonly excluded: boolean };

export type NumberRules = {
  readonly low: Bound | undefined;
  readonly high: Bound | undefined;
  /** What a number is a multiple of. */
  readonly step: Decimal | undefined;
  /** Nodes with a bound or a step, for messages. */
  readonly pointers: readonly string[];
};

/** The tightest of several bounds; `sign` is 1 for lower ones. Of equal ones the exclusive one. */
const tightest = (bounds: readonly Bound[], sign: 1 | -1): Bound | undefined =>
  bounds.reduce<Bound | undefined>((best, bound) => {
    if (!best) return bound;
    const order = compareDecimals(bound.at, best.at) * sign;
    return order > 0 || (order === 0 && bound.excluded) ? bound : best;
  }, undefined);

const bounds = (given: readonly Given<number>[], excluded: boolean): Bound[] =>
  given.map(({ value }) => ({ at: decimalOf(value), excluded }));

/** Ranges of the numeric formats of OpenAPI (OpenAPI 3.1, Data Types). They limit what is made; a value outside breaks nothing. */
const int32 = { low: { at: decimalOf(-(2 ** 31)), excluded: false }, high: { at: decimalOf(2 ** 31 - 1), excluded: false } } as const;

/** JSON Schema 2020-12, Validation section 6.2. */
export const numberRules = (parts: readonly FlatPart[]): NumberRules => {
  const keywords = {
    minimum: numbersGiven(parts, 'minimum'),
    above: numbersGiven(parts, 'exclusiveMinimum'),
    maximum: numbersGiven(parts, 'maximum'),
    below: numbersGiven(parts, 'exclusiveMaximum'),
    steps: numbersGiven(parts, 'multipleOf').filter(({ value }) => value > 0),
  };
  const isInt32 = parts.some(({ schema }) => schema['format'] === 'int32');
  const lows = [...bounds(keywords.minimum, false), ...bounds(keywords.above, true), ...(isInt32 ? [int32.low] : [])];
  const highs = [...bounds(keywords.maximum, false), ...bounds(keywords.below, true), ...(isInt32 ? [int32.high] : [])];
  const steps = keywords.steps.map(({ value }) => decimalOf(value));
  return {
    low: tightest(lows, 1),
    high: tightest(highs, -1),
    step: steps.length === 0 ? undefined : steps.reduce(commonMultiple),
    pointers: [...new Set(Object.values(keywords).flatMap((given) => given.map(({ part }) => part.pointer)))],
  };
};
