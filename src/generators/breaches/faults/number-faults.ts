import { type Fault, numberIn, withAll } from './fault.ts';

/** How far beyond a bound numbers go, in steps. */
const far = 1000;

const stepOf = (rest: Readonly<Record<string, unknown>>): number => numberIn(rest['multipleOf']) ?? 1;

const isNumeric = ({ type }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  type === undefined ? { type: 'number' } : {};

const under = (bound: number, rest: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const { exclusiveMinimum: _gone, ...others } = rest;
  return { ...others, ...isNumeric(rest), minimum: bound - far * stepOf(rest), exclusiveMaximum: bound };
};

const over = (bound: number, rest: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const { exclusiveMaximum: _gone, ...others } = rest;
  return { ...others, ...isNumeric(rest), exclusiveMinimum: bound, maximum: bound + far * stepOf(rest) };
};

const onBound =
  (make: (bound: number, rest: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>[]): Fault =>
  (given, rest) => {
    const bound = numberIn(given);
    return bound === undefined ? [] : make(bound, rest).map((schema) => ({ schema }));
  };

/** JSON Schema 2020-12, Validation section 6.2. */
export const numberFaults: Readonly<Record<string, Fault>> = {
  minimum: onBound((bound, rest) => [under(bound, rest)]),
  maximum: onBound((bound, rest) => [over(bound, rest)]),
  exclusiveMinimum: onBound((bound, rest) => [{ ...rest, const: bound }, under(bound, rest)]),
  exclusiveMaximum: onBound((bound, rest) => [{ ...rest, const: bound }, over(bound, rest)]),
  multipleOf: onBound((step, rest) => [
    // Half a step beside a multiple, and any other number that is not a multiple.
    withAll({ ...rest, ...isNumeric(rest), multipleOf: step / 2 }, { not: { multipleOf: step } }),
    withAll({ ...rest, ...isNumeric(rest) }, { not: { multipleOf: step } }),
  ]),
};
