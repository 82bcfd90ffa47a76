/** A number in plain digits, because parsers of integers do not read `1e+21`. */
const digitsOf = (value: number): string => {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value)) return BigInt(value).toString();
  const [, sign = '', whole = '', fraction = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?(?:e-(\d+))?$/.exec(String(value)) ?? [];
  if (exponent === undefined) return String(value);
  return `${sign}0.${'0'.repeat(Number(exponent) - 1)}${whole}${fraction}`;
};

/**
 * The text of a primitive value in a parameter or a form (OpenAPI 3.1.1, Appendix B); undefined for null, which has none (RFC 6570,
 * section 2.3), and for a list or an object.
 */
export const primitiveText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return digitsOf(value);
  return typeof value === 'boolean' ? String(value) : undefined;
};

/** JSON in ASCII, which header fields allow and every character set contains (RFC 8259, section 7: any character may be escaped). */
export const asciiJson = (json: string): string =>
  json.replaceAll(/[^\u0020-\u007e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
