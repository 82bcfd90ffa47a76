import { digitsOf, gtinDigit, luhnDigit } from './checksums.ts';

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
