import { expect, test } from 'vitest';
import { withCheckDigit } from '../../src/generators/check-digit.ts';
import { lookalikeText } from '../../src/generators/fresh-text.ts';

test.each([
  ['4006381333931', '4006381333930', '4006381333931'],
  ['96385074', '96385070', '96385074'],
  ['036000291452', '036000291450', '036000291452'],
  ['4111111111111111', '4111111111111110', '4111111111111111'],
  ['490154203237518', '490154203237510', '490154203237518'],
])('a number like %s gets its check digit', (example, made, expected) => {
  expect(withCheckDigit(example, made)).toBe(expected);
});

test.each([
  ['4006381333930', '4006381333932'],
  ['AB-12345678', 'AB-12345679'],
  ['1230', '1239'],
])('a text like %s is left as it is', (example, made) => {
  expect(withCheckDigit(example, made)).toBe(made);
});

test('a fresh barcode is one that a scanner takes', () => {
  for (let n = 0; n < 50; n++) {
    const made = lookalikeText('4006381333931', `ct-${n}`) ?? '';
    const sum = Array.from(made, Number).reduce((all, digit, at) => all + digit * (at % 2 === 0 ? 1 : 3), 0);
    expect([made.length, sum % 10]).toEqual([13, 0]);
  }
});
