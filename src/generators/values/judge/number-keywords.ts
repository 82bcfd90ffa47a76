import { compareDecimals, decimalOf, isMultiple } from '../../../contract/schema/decimal.ts';
import type { Keyword } from './keyword.ts';

/** Compares where both are finite numbers; otherwise the keyword does not apply. */
const onNumbers =
  (holds: (value: number, given: number) => boolean): Keyword =>
  (given, value) =>
    typeof value !== 'number' || typeof given !== 'number' || !Number.isFinite(value) || holds(value, given);

const compare = (a: number, b: number): number => compareDecimals(decimalOf(a), decimalOf(b));

/** JSON Schema 2020-12, Validation section 6.2, in exact decimal arithmetic. */
export const numberKeywords: Readonly<Record<string, Keyword>> = {
  minimum: onNumbers((value, given) => compare(value, given) >= 0),
  maximum: onNumbers((value, given) => compare(value, given) <= 0),
  exclusiveMinimum: onNumbers((value, given) => compare(value, given) > 0),
  exclusiveMaximum: onNumbers((value, given) => compare(value, given) < 0),
  multipleOf: onNumbers((value, given) => isMultiple(decimalOf(value), decimalOf(given))),
};
