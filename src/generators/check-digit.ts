const digitsOf = (text: string): readonly number[] => Array.from(text, Number);

/** The check digit of a GTIN before its last digit (GS1 General Specifications, "Check digit calculations"): weights 3 and 1 from the right. */
export const gtinDigit = (digits: readonly number[]): number =>
  (10 - (digits.toReversed().reduce((sum, digit, n) => sum + digit * (n % 2 === 0 ? 3 : 1), 0) % 10)) % 10;

/** The check digit by the formula of Luhn (ISO/IEC 7812-1, annex B): every second digit from the right is doubled. */
const luhnDigit = (digits: readonly number[]): number => {
  const doubled = digits.toReversed().map((digit, n) => (n % 2 === 0 ? digit * 2 : digit));
  return (10 - (doubled.reduce((sum, digit) => sum + (digit > 9 ? digit - 9 : digit), 0) % 10)) % 10;
};

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
