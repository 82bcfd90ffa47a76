/** An exact decimal number: `units` times ten to the power of minus `scale`; scale is 0 or more. */
export type Decimal = { readonly units: bigint; readonly scale: number };

/** The exact value of a number's shortest decimal text, which is what is sent. */
export const decimalOf = (value: number): Decimal => {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const units = BigInt(`${sign}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
};

/** The nearest number; its text is exactly the decimal if that has at most 15 digits. */
export const numberOf = ({ units, scale }: Decimal): number => Number(`${units}e-${scale}`);

/** Both numbers in units of the finer scale, and that scale. */
const aligned = (a: Decimal, b: Decimal): readonly [bigint, bigint, number] => {
  const scale = Math.max(a.scale, b.scale);
  return [a.units * 10n ** BigInt(scale - a.scale), b.units * 10n ** BigInt(scale - b.scale), scale];
};

export const compareDecimals = (a: Decimal, b: Decimal): number => {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Whether a value is exactly a whole multiple of a step. */
export const isMultiple = (value: Decimal, step: Decimal): boolean => {
  const [left, right] = aligned(value, step);
  return right !== 0n && left % right === 0n;
};

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

const commonDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? absolute(a) : commonDivisor(b, a % b));

/** The smallest positive number that is a multiple of both. */
export const commonMultiple = (a: Decimal, b: Decimal): Decimal => {
  const [left, right, scale] = aligned(a, b);
  return { units: absolute(left * right) / commonDivisor(left, right), scale };
};

/** The largest `k` with `k * step <= bound`, for a positive step. */
export const stepsBelow = (bound: Decimal, step: Decimal): bigint => {
  const [left, right] = aligned(bound, step);
  const quotient = left / right;
  return left < 0n && left % right !== 0n ? quotient - 1n : quotient;
};

/** The smallest `k` with `k * step >= bound`, for a positive step. */
export const stepsAbove = (bound: Decimal, step: Decimal): bigint => -stepsBelow({ ...bound, units: -bound.units }, step);

export const times = (count: bigint, { units, scale }: Decimal): Decimal => ({ units: count * units, scale });
