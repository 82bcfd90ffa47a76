import { createHash } from 'node:crypto';
import { saysWhich } from '../contract/infer/room-names.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { rememberedByText } from '../model/remembered.ts';
import { gtinDigit } from './checksums.ts';
import { isOfPast, pastDay } from './past-day.ts';
import { mayBeSent } from './request-match.ts';
import { resolvedSchema } from './resolved-schema.ts';

/** What makes a value differ from others: a text, and how a run marks texts that no other run has. */
type Unique = { readonly text: string; readonly mark: 'ct-' | 'ct' };

/** Digits that depend on a text alone. */
const digitsOf = ({ text }: Unique, count: number): string =>
  [...createHash('sha256').update(text).digest()]
    .map((octet) => String(octet % 10))
    .join('')
    .slice(0, count);

/** Twelve digits with the check digit of GTIN-13, which is that of ISBN-13. */
const withGtinDigit = (twelve: string): string => `${twelve}${gtinDigit(Array.from(twelve, Number))}`;

/** The code of no bank: an account that is made up must not be that of somebody. */
const noBank = '12345678';

/** An account number of Germany with its check digits (ISO 13616-1, section 6; 131400 stands for DE00). */
const ibanOf = (account: string): string => {
  const check = 98n - (BigInt(`${noBank}${account}131400`) % 97n);
  return `DE${String(check).padStart(2, '0')}${noBank}${account}`;
};

/** What the letters of a vehicle count, and the weights of its 17 places (49 CFR 565.15, table V). */
const vinLetters: Readonly<Record<string, number>> = { H: 8, G: 7, C: 3, M: 4, A: 1 };
const vinWeights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] as const;

/** A vehicle number with its check digit, in the ninth place. */
const vinOf = (serial: string): string => {
  const open = `1HGCM8260A0${serial}`;
  const sum = [...open].reduce((so, one, n) => so + (vinLetters[one] ?? Number(one)) * (vinWeights[n] ?? 0), 0);
  return `${open.slice(0, 8)}${sum % 11 === 10 ? 'X' : sum % 11}${open.slice(9)}`;
};

/** A meaning that has a vocabulary or a form of its own, although the schema does not tell it. */
type Meaning = {
  /** The last words of a name. */
  readonly named?: RegExp;
  /** What a description says. */
  readonly said?: RegExp;
  /** Values in the order of preference: in other forms for other patterns and lengths. */
  readonly values: (unique: Unique) => readonly string[];
};

/** Numbers, names and codes that are kept for examples (RFC 2606, RFC 5737, RFC 7042, the North American 555-01XX), and others in the form of their registries. */
const meanings: readonly Meaning[] = [
  { named: / (?:time ?zone|tz) $/u, said: /\bIANA\b|\btime ?zone (?:name|id|identifier)\b/iu, values: () => ['Europe/Berlin', 'UTC'] },
  { named: / currency(?: code)? $/u, said: /\bISO[ -]?4217\b/iu, values: () => ['EUR', 'eur'] },
  { named: / (?:country|nationality)(?: code)? $/u, said: /\bISO[ -]?3166\b/iu, values: () => ['DE', 'DEU', 'de', 'Germany'] },
  { named: / locale $/u, said: /\bBCP[ -]?47\b|\bRFC ?5646\b/iu, values: () => ['en-US', 'en', 'en_US'] },
  { named: / (?:language|lang)(?: code)? $/u, said: /\bISO[ -]?639\b/iu, values: () => ['en', 'eng', 'en-US'] },
  {
    named: / (?:phone|telephone|mobile|cell|fax|tel|msisdn|(?:phone|telephone|mobile|fax) (?:number|no)) $/u,
    said: /\bE\.?164\b/iu,
    values: (unique) => {
      const last = `01${digitsOf(unique, 2)}`;
      return [`+1202555${last}`, `+1 202 555 ${last}`, `+1-202-555-${last}`, `202555${last}`, `202-555-${last}`];
    },
  },
  { named: / (?:e ?mail|e ?mail address) $/u, values: (unique) => [`${unique.mark}${digitsOf(unique, 12)}@example.com`, 'ct@example.com'] },
  { named: / (?:post ?code|zip|zip ?code|postal ?code) $/u, values: () => ['10115', '10115-0001', 'K1A 0B1', 'SW1A 1AA', '1011'] },
  { named: / iban $/u, said: /\bIBAN\b/u, values: (unique) => [ibanOf(digitsOf(unique, 10)), 'GB82WEST12345698765432'] },
  { named: / (?:bic|swift|bic code|swift code) $/u, said: /\bISO[ -]?9362\b/iu, values: () => ['DEUTDEFF', 'DEUTDEFF500'] },
  {
    named: / isbn(?: ?13)? $/u,
    said: /\bISBN\b/u,
    values: (unique) => [withGtinDigit(`978${digitsOf(unique, 9)}`), '9783161484100', '978-3-16-148410-0', '0306406152'],
  },
  {
    named: / (?:ean|gtin|barcode|ean ?13|gtin ?13) $/u,
    said: /\b(?:EAN|GTIN)(?:-?13)?\b/u,
    values: (unique) => [withGtinDigit(`200${digitsOf(unique, 9)}`)],
  },
  { named: / vin $/u, said: /\bISO[ -]?3779\b/iu, values: (unique) => [vinOf(digitsOf(unique, 6))] },
  {
    named: / (?:licen[cs]e plate|number plate|plate|plate number) $/u,
    values: (unique) => [`CT${digitsOf(unique, 5)}`, `CT-${digitsOf(unique, 4)}`],
  },
  { named: / mac(?: address)? $/u, values: (unique) => [`00:00:5e:00:53:${digitsOf(unique, 2)}`, `00-00-5e-00-53-${digitsOf(unique, 2)}`] },
  { named: / ip(?: ?v4)?(?: address)? $/u, values: (unique) => [`192.0.2.${1 + (Number(digitsOf(unique, 3)) % 254)}`, '2001:db8::1'] },
  {
    named: / (?:website|homepage|web ?site|url|uri) $/u,
    values: (unique) => [`https://example.com/${unique.mark}${digitsOf(unique, 12)}`, 'https://example.com'],
  },
  { named: / (?:mime|media|content) type $/u, values: () => ['text/plain', 'application/pdf', 'image/png'] },
  { named: / cron(?: expression)? $/u, values: () => ['0 3 * * *'] },
  {
    named: / (?:colou?r|(?:hex|background|text) colou?r) $/u,
    said: /#(?:RRGGBB|[0-9a-f]{6})\b|\bhex(?:adecimal)? colou?r\b/iu,
    values: () => ['#336699', '336699', '#369'],
  },
  { named: / (?:latitude|lat) $/u, values: () => ['52.520008', '52.52'] },
  { named: / (?:longitude|lng|lon) $/u, values: () => ['13.404954', '13.40'] },
  {
    named: / (?:semver|sem ver) $/u,
    said: /\bsem(?:antic )?ver(?:sion(?:ing)?)?\b/iu,
    values: (unique) => [`1.0.${Number(digitsOf(unique, 4))}`, '1.0.0'],
  },
  { named: / card number $/u, values: () => ['4242424242424242'] },
  { said: /\bHH:MM:SS\b/u, values: () => ['09:30:00'] },
  { said: /\bHH:MM\b(?!:)/iu, values: () => ['09:30', '09:30:00'] },
  { said: /\bISO[ -]?8601 durations?\b/iu, values: () => ['PT1H', 'P1D'] },
];

/** Decimal amounts that are written as texts. */
const amounts = / (?:price|amount|cost|fee|total|balance|subtotal|deposit|rate) $/u;

/** Last words of names of texts that people write: a description that speaks of a currency there tells what it is about, not its form. */
const freeText = / (?:name|title|label|description|notes?|comments?|text|message|subject|summary|remarks?|reason|body|content|caption) $/u;

/** Formats that say nothing of the meaning. */
const open: ReadonlySet<unknown> = new Set([undefined, 'string', 'text']);

const dayForm = /\b(?:YYYY|yyyy)-(?:MM|mm)-(?:DD|dd)\b(?!T)/u;

/** What a member means, by a line with the words of its name and by its description below that. */
const meaningsIn = rememberedByText((told) => {
  const end = told.indexOf('\n');
  const [words, text] = [told.slice(0, end), told.slice(end + 1)];
  const isFree = freeText.test(words);
  return meanings.filter(({ named, said }) => named?.test(words) === true || (!isFree && said?.test(text) === true));
});

/**
 * A text that services take for what a member means, where its schema describes no values: a time zone, a currency, a phone number. Undefined where neither the name nor the description
 * tells such a meaning, the schema prints or lists values, or takes none of ours.
 * @param fresh A text that no other request has, which makes what should not occur twice differ; undefined where a value may be the same in every run.
 */
export const typicalText = (
  document: Contract['document'],
  schema: Schema,
  name: string,
  fresh: string | undefined,
): string | undefined => {
  const resolved = resolvedSchema(document, schema);
  if (!isObject(resolved) || !open.has(resolved['format'])) return undefined;
  if (['enum', 'const', 'example', 'examples', 'default', 'contentEncoding'].some((keyword) => resolved[keyword] !== undefined))
    return undefined;
  const unique: Unique = fresh === undefined ? { text: name, mark: 'ct' } : { text: fresh, mark: 'ct-' };
  const words = ` ${wordsOf(name).join(' ')} `;
  const text = typeof resolved['description'] === 'string' ? resolved['description'] : '';
  const found = meaningsIn(`${words}\n${text}`).flatMap(({ values }) => values(unique));
  const days = dayForm.test(text) && !freeText.test(words) ? [isOfPast(name, resolved) ? pastDay(name) : '2030-01-01'] : [];
  const decimals = amounts.test(words) ? ['12.50', '12.5', '12'] : [];
  return [...found, ...days, ...decimals].find((one) => mayBeSent(document, schema, one));
};

/** Numbers that services take for a year, or for the age of somebody; and room and stock from which a run takes more than once. */
const numbersOf: Readonly<Record<string, readonly number[]>> = {
  year: [2024, 2019],
  age: [30, 40],
  capacity: [12, 8, 4],
  stock: [12, 8, 4],
  inventory: [12, 8, 4],
  copies: [12, 8, 4],
};

/** Numbers for what a member is called; none where its name tells nothing of its size. */
export const typicalNumbers = (name: string): readonly number[] => {
  const words = wordsOf(name);
  return numbersOf[words.at(-1) ?? ''] ?? (saysWhich(name) ? [] : (numbersOf[words[0] ?? ''] ?? []));
};

/** The first of them that the schema takes and does not print itself. */
export const typicalNumber = (document: Contract['document'], schema: Schema, name: string): number | undefined =>
  typicalNumbers(name).find((one) => mayBeSent(document, schema, one));
