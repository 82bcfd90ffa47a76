/** A kind of number with characters that are computed from the others, so that a made-up one has to be computed too. */
export type Checksum = {
  readonly name: string;
  /** What a number of the kind looks like, without blanks and hyphens. */
  readonly form: RegExp;
  /** What texts say of it. */
  readonly said: RegExp;
  /** A number in that form that belongs to nobody, from digits that tell it from others; its check characters are still open. */
  readonly open: (digits: string) => string;
  /** The text with its check characters set; undefined where there are none for it. */
  readonly corrected: (text: string) => string | undefined;
};

/** The digits of a text that has nothing else. */
export const digitsOf = (text: string): readonly number[] => Array.from(text, Number);

/** The check digit of a GTIN before its last digit (GS1 General Specifications, "Check digit calculations"): weights 3 and 1 from the right. */
export const gtinDigit = (digits: readonly number[]): number =>
  (10 - (digits.toReversed().reduce((sum, digit, n) => sum + digit * (n % 2 === 0 ? 3 : 1), 0) % 10)) % 10;

/** The check digit by the formula of Luhn (ISO/IEC 7812-1, annex B): every second digit from the right is doubled. */
export const luhnDigit = (digits: readonly number[]): number => {
  const doubled = digits.toReversed().map((digit, n) => (n % 2 === 0 ? digit * 2 : digit));
  return (10 - (doubled.reduce((sum, digit) => sum + (digit > 9 ? digit - 9 : digit), 0) % 10)) % 10;
};

/** Sets the last character of a text to what is computed from those before it. */
const last =
  (compute: (before: string) => number | string | undefined): Checksum['corrected'] =>
  (text) => {
    const check = compute(text.slice(0, -1));
    return check === undefined ? undefined : `${text.slice(0, -1)}${check}`;
  };

/** The check character by a weighted sum and modulo 11, of which ten is written as X, or is not given out. */
const modulo11 =
  (weights: readonly number[], ten: 'X' | undefined) =>
  (before: string): number | string | undefined => {
    const sum = digitsOf(before).reduce((so, digit, n) => so + digit * (weights[n] ?? 0), 0);
    const check = (11 - (sum % 11)) % 11;
    return check === 10 ? ten : check;
  };

/** A letter as a number of two digits from 10 (ISO/IEC 7064, ISO 13616-1 and ISO 17442). */
const inNumbers = (text: string): string => Array.from(text, (one) => Number.parseInt(one, 36)).join('');

const modulo97 = (numbers: string): number => Number(BigInt(numbers) % 97n);

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** What a letter counts in a container number (ISO 6346, annex A): from 10, without the multiples of 11. */
const containerValue = (one: string): number => {
  const at = Number.parseInt(one, 36);
  return at < 10 ? at : at + Math.floor((at - 1) / 10);
};

/** The check digit of a freight container (ISO 6346, annex A): weights that double from place to place, modulo 11, of which ten is written as 0. */
const containerDigit = (before: string): number =>
  (Array.from(before).reduce((sum, one, n) => sum + containerValue(one) * 2 ** n, 0) % 11) % 10;

/** What the letters of a vehicle number count, and the weights of its 17 places (49 CFR 565.15, tables III and IV). */
const vinValue = (one: string): number => {
  const place = 'ABCDEFGH JKLMN P R STUVWXYZ'.indexOf(one);
  if (/\d/u.test(one)) return Number(one);
  return place < 0
    ? 0
    : ({ P: 7, R: 9 }[one] ??
        ('ABCDEFGH'.includes(one) ? place + 1 : 'JKLMN'.includes(one) ? 'JKLMN'.indexOf(one) + 1 : 'STUVWXYZ'.indexOf(one) + 2));
};
const vinWeights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] as const;

const vinCorrected = (text: string): string => {
  const sum = Array.from(text).reduce((so, one, n) => so + vinValue(one) * (vinWeights[n] ?? 0), 0);
  return `${text.slice(0, 8)}${sum % 11 === 10 ? 'X' : sum % 11}${text.slice(9)}`;
};

const descending = (from: number): readonly number[] => Array.from({ length: from - 1 }, (_, n) => from - n);

/** Kinds of numbers, the narrower ones first. */
export const checksums: readonly Checksum[] = [
  {
    name: 'ISO 6346',
    form: /^[A-Z]{3}[UJZ]\d{7}$/u,
    said: /\bISO[ -]?6346\b|\bBIC[ -]codes?\b.{0,40}\bcontainer|\bcontainer numbers?\b.{0,80}\bcheck digit/iu,
    open: (digits) => `CTXU${digits.slice(0, 6)}0`,
    corrected: last(containerDigit),
  },
  {
    name: 'IBAN',
    form: /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/u,
    said: /\bIBANs?\b|\bISO[ -]?13616\b/u,
    // The code of no bank: an account that is made up must not be that of somebody.
    open: (digits) => `DE0012345678${digits.slice(0, 10)}`,
    corrected: (text) =>
      `${text.slice(0, 2)}${twoDigits(98 - modulo97(inNumbers(`${text.slice(4)}${text.slice(0, 2)}00`)))}${text.slice(4)}`,
  },
  {
    name: 'LEI',
    form: /^[A-Z0-9]{18}\d{2}$/u,
    said: /\bLEIs?\b|\bISO[ -]?17442\b|\blegal entity identifiers?\b/u,
    open: (digits) => `00CT00${digits.slice(0, 12)}00`,
    corrected: (text) => `${text.slice(0, 18)}${twoDigits(98 - modulo97(inNumbers(`${text.slice(0, 18)}00`)))}`,
  },
  {
    name: 'ISIN',
    form: /^[A-Z]{2}[A-Z0-9]{9}\d$/u,
    said: /\bISINs?\b|\bISO[ -]?6166\b/u,
    open: (digits) => `XS${digits.slice(0, 9)}0`,
    corrected: last((before) => luhnDigit(digitsOf(inNumbers(before)))),
  },
  {
    name: 'VIN',
    form: /^[A-HJ-NPR-Z0-9]{17}$/u,
    said: /\bVINs?\b|\bISO[ -]?3779\b/u,
    open: (digits) => `1HGCM82600A${digits.slice(0, 6)}`,
    corrected: vinCorrected,
  },
  {
    name: 'ISSN',
    form: /^\d{7}[\dX]$/u,
    said: /\bISSNs?\b|\bISO[ -]?3297\b/u,
    open: (digits) => `${digits.slice(0, 7)}0`,
    corrected: last(modulo11(descending(8), 'X')),
  },
  {
    name: 'ISBN-10',
    form: /^\d{9}[\dX]$/u,
    said: /\bISBN-?10s?\b/u,
    open: (digits) => `${digits.slice(0, 9)}0`,
    corrected: last(modulo11(descending(10), 'X')),
  },
  {
    name: 'ISBN',
    form: /^97[89]\d{10}$/u,
    said: /\bISBN(?:-?13)?s?\b|\bISO[ -]?2108\b/u,
    open: (digits) => `978${digits.slice(0, 9)}0`,
    corrected: last((before) => gtinDigit(digitsOf(before))),
  },
  {
    name: 'NHS number',
    form: /^\d{10}$/u,
    said: /\bNHS numbers?\b/u,
    open: (digits) => `999${digits.slice(0, 6)}0`,
    corrected: last(modulo11(descending(10), undefined)),
  },
  {
    name: 'routing number',
    form: /^\d{9}$/u,
    said: /\bABA\b.{0,30}\bnumbers?\b|\brouting (?:transit )?numbers?\b/u,
    open: (digits) => `99${digits.slice(0, 6)}0`,
    corrected: last((before) => (10 - (digitsOf(before).reduce((sum, digit, n) => sum + digit * ([3, 7, 1][n % 3] ?? 0), 0) % 10)) % 10),
  },
  ...(
    [
      ['SSCC', 18, /\bSSCCs?\b/u],
      ['GTIN-14', 14, /\b(?:GTIN|ITF)-?14s?\b/u],
      ['GTIN-12', 12, /\bUPC(?:-?A)?s?\b|\bGTIN-?12s?\b/u],
      ['GTIN-8', 8, /\b(?:EAN|GTIN)-?8s?\b/u],
      ['GTIN-13', 13, /\b(?:EAN|GTIN)(?:-?13)?s?\b|\bGLNs?\b|\bglobal (?:trade item|location) numbers?\b/u],
    ] as const
  ).map(([name, length, said]): Checksum => ({
    name,
    form: new RegExp(String.raw`^\d{${length}}$`, 'u'),
    said,
    // Numbers that begin with 2 are for use within a company.
    open: (digits) => `2${digits.padEnd(length, '0').slice(0, length - 2)}0`,
    corrected: last((before) => gtinDigit(digitsOf(before))),
  })),
  {
    name: 'Luhn',
    form: /^\d{8,19}$/u,
    said: /\bluhn\b|\bmod(?:ulus|ulo)?[ -]?10\b|\bIMEIs?\b/iu,
    open: (digits) => `35${digits.slice(0, 12)}0`,
    corrected: last((before) => luhnDigit(digitsOf(before))),
  },
];

/** The kind of number that texts speak of; undefined where they speak of none. */
export const toldChecksum = (texts: readonly string[]): Checksum | undefined =>
  checksums.find(({ said }) => texts.some((text) => said.test(text)));

/**
 * A text whose check characters are right: of the kind that is told, in the shape of what is printed where that has its form, else in a shape that belongs to nobody.
 * @param digits Digits that tell it from others, at least 16.
 * @param alike A made-up text in the shape of a printed one.
 */
export const withToldChecksum = ({ form, open, corrected }: Checksum, digits: string, alike?: string): string | undefined => {
  const made = alike !== undefined && form.test(alike) ? alike : open(digits);
  return corrected(made);
};
