const digitsOf = (text: string): readonly number[] => Array.from(text, Number);

/** The check digit of a GTIN before its last digit (GS1 General Specifications, "Check digit calculations"): weights 3 and 1 from the right. */
export const gtinDigit = (digits: readonly number[]): number =>
  (10 - (digits.toReversed().reduce((sum, digit, n) => sum + digit * (n % 2 === 0 ? 3 : 1), 0) % 10)) % 10;

/** The check digit by the formula of Luhn (ISO/IEC 7812-1, annex B): every second digit from the right is doubled. */
const luhnDigit = (digits: readonly number[]): number => {
  const doubled = digits.toReversed().map((digit, n) => (n % 2 === 0 ? digit * 2 : digit));
  return (10 - (doubled.reduce((sum, digit) => sum + (digit > 9 ? digit - 9 : digit), 0) % 10)) % 10;
};

/** The sum of digits times weights, which fall from the left to `last` at the right. */
const weighted = (digits: readonly number[], last: number): number =>
  digits.toReversed().reduce((sum, digit, n) => sum + digit * (n + last), 0);

/** A check digit modulo 11: what is lacking to a multiple of it; 11 is written as 0, and there is none for 10 (as in the NHS number, Data Dictionary of NHS England). */
const elevenDigit = (digits: readonly number[], last: number): string | undefined => {
  const lacking = (11 - (weighted(digits, last) % 11)) % 11;
  return lacking === 10 ? undefined : String(lacking);
};

/** The digit of a number modulo 11 with weights from 1 at the left: the remainder itself; there is none for 10. */
const remainderDigit = (digits: readonly number[]): string | undefined => {
  const rest = digits.reduce((sum, digit, n) => sum + digit * (n + 1), 0) % 11;
  return rest === 10 ? undefined : String(rest);
};

/** The check digit of ISO/IEC 7064, MOD 11,10. */
const hybridDigit = (digits: readonly number[]): string => {
  const product = digits.reduce((so, digit) => (((so + digit) % 10 || 10) * 2) % 11, 10);
  return String((11 - product) % 10);
};

/** A rule that gives the last digit of a number, undefined where there is no such number; and the words by which texts tell it. */
type DigitRule = { readonly named: RegExp; digitFor(open: string): string | undefined };

/** The rules by which numbers in digits end. */
export const digitRules: readonly DigitRule[] = [
  { named: /\bluhn\b|\bdoubl(?:e|ed|ing)\b|\bmod(?:ulo|ulus)?[ -]?10\b/iu, digitFor: (open) => String(luhnDigit(digitsOf(open))) },
  { named: /\bGTIN|\bEAN\b|\bGS1\b|\bweights? 3\b|\bby (?:3|three)\b/iu, digitFor: (open) => String(gtinDigit(digitsOf(open))) },
  { named: /\b7064\b|\b11,? ?10\b/iu, digitFor: (open) => hybridDigit(digitsOf(open)) },
  { named: /\b11\b|\beleven\b/iu, digitFor: (open) => elevenDigit(digitsOf(open), 2) },
  { named: /\b11\b|\beleven\b/iu, digitFor: (open) => remainderDigit(digitsOf(open)) },
];

/** Lengths of GTIN, EAN and UPC numbers. */
const gtinLengths: ReadonlySet<number> = new Set([8, 12, 13, 14]);

const shortest = 8;

/**
 * A number in digits with its last digit corrected, where an example of the same length ends with a check digit: a made-up barcode would be
 * refused without one. Any other text stays as it is.
 * @param example What the document prints.
 */
export const withCheckDigit = (example: string, made: string): string => {
  const isNumber = /^\d+$/u.test(example) && /^\d+$/u.test(made) && example.length === made.length && made.length >= shortest;
  if (!isNumber) return made;
  const rules = [...(gtinLengths.has(example.length) ? [gtinDigit] : []), luhnDigit];
  const rule = rules.find((digitFor) => digitFor(digitsOf(example.slice(0, -1))) === Number(example.at(-1)));
  return rule ? `${made.slice(0, -1)}${rule(digitsOf(made.slice(0, -1)))}` : made;
};
