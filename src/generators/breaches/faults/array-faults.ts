import { type Fault, listIn, numberIn, withAll } from './fault.ts';

const isArray = ({ type }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  type === undefined ? { type: 'array' } : {};

/** Lists longer than this are not made to break a bound. */
const longest = 1000;

/** The list with its first item repeated at the end. */
const repeated = (value: unknown): unknown => (Array.isArray(value) && value.length > 0 ? [...(value as unknown[]), value[0]] : value);

/** Lists with an item behind the positions that have their own schema. */
const extraItem: Fault = (given, rest) => {
  const { length } = listIn(rest['prefixItems']);
  return given === false ? [{ schema: withAll({ ...rest, ...isArray(rest) }, { minItems: length + 1, maxItems: length + 2 }) }] : [];
};

/** JSON Schema 2020-12, Validation section 6.4 and Core section 10.3.1.3. */
export const arrayFaults: Readonly<Record<string, Fault>> = {
  minItems: (given, rest) => {
    const least = numberIn(given) ?? 0;
    return least < 1 ? [] : [{ schema: withAll({ ...rest, ...isArray(rest) }, { maxItems: least - 1 }) }];
  },
  maxItems: (given, rest) => {
    const most = numberIn(given);
    if (most === undefined || most > longest) return [];
    return [{ schema: withAll({ ...rest, ...isArray(rest) }, { minItems: most + 1, maxItems: most + 2 }) }];
  },
  items: extraItem,
  unevaluatedItems: extraItem,
  uniqueItems: (given, rest) =>
    given === true ? [{ schema: { ...rest, ...isArray(rest), minItems: 1, uniqueItems: true }, change: repeated }] : [],
  contains: (given, rest) => [
    { schema: withAll({ ...withoutCounts(rest), ...isArray(rest) }, { items: { not: given } }) },
    ...(numberIn(rest['maxContains']) === undefined ? [] : [tooMany(given, rest)]),
  ],
};

const withoutCounts = ({
  minContains: _least,
  maxContains: _most,
  ...rest
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => rest;

const tooMany = (given: unknown, rest: Readonly<Record<string, unknown>>): { readonly schema: Readonly<Record<string, unknown>> } => ({
  schema: { ...withoutCounts(rest), ...isArray(rest), contains: given, minContains: Number(rest['maxContains']) + 1 },
});
