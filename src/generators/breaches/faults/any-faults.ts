import { jsonTypes } from '../../values/json-value.ts';
import { type Fault, listIn, withAll } from './fault.ts';

/** Values of every other JSON type; for integers also numbers with a fraction. */
const type: Fault = (given, rest) => {
  const allowed = Array.isArray(given) ? listIn(given) : [given];
  const others = jsonTypes.filter((one) => !allowed.includes(one) && !(one === 'number' && allowed.includes('integer')));
  const fractions = allowed.includes('integer') && !allowed.includes('number');
  return [
    ...others.map((one) => ({ schema: { ...rest, type: one } })),
    ...(fractions ? [{ schema: withAll({ ...rest, type: 'number' }, { not: { type: 'integer' } }) }] : []),
  ];
};

const swapCase = (text: string): string =>
  Array.from(text, (one) => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase())).join('');

/** Values that nearly equal a listed value. */
const nearMisses = (value: unknown): unknown[] => {
  if (typeof value === 'string') return [`${value}x`, value.slice(0, -1), swapCase(value), `ct-no-such-value`];
  if (typeof value === 'number') return [value + 1, value - 1];
  if (typeof value === 'boolean') return [!value];
  return ['ct-no-such-value'];
};

const unlisted = (
  values: readonly unknown[],
  rest: Readonly<Record<string, unknown>>,
): { readonly schema: Readonly<Record<string, unknown>> }[] => [
  { schema: withAll({ ...rest, enum: values.flatMap(nearMisses) }, { not: { enum: values } }) },
];

/** JSON Schema 2020-12, Validation section 6.1. */
export const anyFaults: Readonly<Record<string, Fault>> = {
  type,
  enum: (given, rest) => unlisted(listIn(given), rest),
  const: (given, rest) => unlisted([given], rest),
};
