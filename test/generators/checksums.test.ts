import { expect, test } from 'vitest';
import { checksums, toldChecksum, withToldChecksum } from '../../src/generators/checksums.ts';
import { withCheckDigit } from '../../src/generators/check-digit.ts';

const named = (name: string) => checksums.find((one) => one.name === name);

// Published examples of the standards and of their registries.
test.each([
  ['ISO 6346', 'CSQU3054383'],
  ['ISO 6346', 'MSKU6011672'],
  ['IBAN', 'GB82WEST12345698765432'],
  ['IBAN', 'DE89370400440532013000'],
  ['LEI', '5493001KJTIIGC8Y1R12'],
  ['ISIN', 'US0378331005'],
  ['VIN', '1HGCM82633A004352'],
  ['VIN', '1M8GDM9AXKP042788'],
  ['ISSN', '03785955'],
  ['ISSN', '2434561X'],
  ['ISBN-10', '0306406152'],
  ['ISBN-10', '080442957X'],
  ['ISBN', '9783161484100'],
  ['NHS number', '9434765919'],
  ['routing number', '011000015'],
  ['GTIN-13', '4006381333931'],
  ['GTIN-8', '96385074'],
  ['Luhn', '490154203237518'],
])('%s: %s has right check characters, and gets them back', (name, number) => {
  expect(named(name)?.form.test(number)).toBe(true);
  expect(named(name)?.corrected(number)).toBe(number);
  const wrong = withCheckDigit(
    number,
    number.replace(/(?<last>.)$/u, (one) => (one === '0' ? '1' : '0')),
  );
  if (!['IBAN', 'VIN'].includes(name)) expect(wrong).toBe(number);
});

test.each<readonly [string, string | undefined]>([
  ['The number is an ISO 6346 one with its check digit.', 'ISO 6346'],
  ['IBAN of the account', 'IBAN'],
  ['EAN-13 of the article', 'GTIN-13'],
  ['GTIN', 'GTIN-13'],
  ['The last digit is by the Luhn formula', 'Luhn'],
  ['ISBN-10', 'ISBN-10'],
  ['ISBN', 'ISBN'],
  ['A number of six digits', undefined],
  ['The container', undefined],
])('"%s" speaks of %s', (text, name) => {
  expect(toldChecksum([text])?.name).toBe(name);
});

test('a made-up number of every kind has the form of the kind, and right check characters', () => {
  for (const kind of checksums) {
    const made = Array.from({ length: 20 }, (_, n) => withToldChecksum(kind, String(10 ** 15 + n * 7919).padEnd(20, '3'))).filter(
      (one) => one !== undefined,
    );
    expect([kind.name, made.length > 0]).toEqual([kind.name, true]);
    for (const one of made) {
      expect([kind.name, one, kind.form.test(one)]).toEqual([kind.name, one, true]);
      expect(kind.corrected(one)).toBe(one);
    }
  }
});
