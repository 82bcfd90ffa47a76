import { formatNamed } from '../../values/formats/formats.ts';
import { type Fault, numberIn, withAll } from './fault.ts';

const isText = ({ type }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  type === undefined ? { type: 'string' } : {};

/** Texts longer than this are not made to break a bound. */
const longest = 100_000;

const format: Fault = (given, rest) => {
  const known = typeof given === 'string' ? formatNamed(given) : undefined;
  return known ? [{ schema: { ...rest, enum: known.nearMisses } }] : [];
};

/** JSON Schema 2020-12, Validation sections 6.3 and 7. */
export const textFaults: Readonly<Record<string, Fault>> = {
  minLength: (given, rest) => {
    const least = numberIn(given) ?? 0;
    return least < 1 ? [] : [{ schema: withAll({ ...rest, ...isText(rest) }, { maxLength: least - 1 }) }];
  },
  maxLength: (given, rest) => {
    const most = numberIn(given);
    return most === undefined || most > longest
      ? []
      : [{ schema: withAll({ ...rest, ...isText(rest) }, { minLength: most + 1, maxLength: most + 8 }) }];
  },
  pattern: (given, rest) => [{ schema: withAll({ ...rest, ...isText(rest) }, { not: { pattern: given } }) }],
  format,
  contentEncoding: format,
};
