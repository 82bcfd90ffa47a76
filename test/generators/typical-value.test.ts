import { expect, test } from 'vitest';
import { typicalNumber, typicalText } from '../../src/generators/typical-value.ts';

const text = { type: 'string' };
const typical = (name: string, schema: object = text): string | undefined => typicalText({}, { ...text, ...schema }, name, 'ct-fresh');

test.each<readonly [string, object, RegExp]>([
  ['time_zone', { maxLength: 64 }, /^Europe\/Berlin$/],
  ['zone', { description: 'IANA name of the time zone, e.g. `Europe/Oslo`.' }, /^Europe\/Berlin$/],
  ['currency', {}, /^EUR$/],
  ['currency', { pattern: '^[a-z]{3}$' }, /^eur$/],
  ['country', { minLength: 2, maxLength: 2 }, /^DE$/],
  ['countryCode', { pattern: '^[A-Z]{3}$' }, /^DEU$/],
  ['language', {}, /^en$/],
  ['locale', { pattern: '^[a-z]{2}_[A-Z]{2}$' }, /^en_US$/],
  ['phone', {}, /^\+120255501\d\d$/],
  ['mobile_number', { maxLength: 10 }, /^20255501\d\d$/],
  ['contactEmail', {}, /^ct-\d{12}@example\.com$/],
  ['postalCode', {}, /^10115$/],
  ['postcode', { pattern: '^[0-9]{4}$' }, /^1011$/],
  ['iban', {}, /^DE\d{20}$/],
  ['vin', {}, /^1HGCM826[\dX]A0\d{6}$/],
  ['isbn', {}, /^978\d{10}$/],
  ['ean', { maxLength: 13 }, /^200\d{10}$/],
  ['number_plate', { maxLength: 15 }, /^CT\d{5}$/],
  ['homepage', {}, /^https:\/\/example\.com\/ct-\d{12}$/],
  ['backgroundColor', { pattern: '^#[0-9A-Fa-f]{6}$' }, /^#336699$/],
  ['opens', { description: 'Local time, HH:MM' }, /^09:30$/],
  ['born', { description: 'YYYY-MM-DD' }, /^1990-06-15$/],
  ['due', { description: 'The day, YYYY-MM-DD.' }, /^2030-01-01$/],
  ['unitPrice', { description: 'Two decimals.' }, /^12\.50$/],
])('a text called %s with %o is made up as %s', (name, schema, expected) => {
  expect(typical(name, schema)).toMatch(expected);
});

test.each<readonly [string, object]>([
  ['title', {}],
  ['zone', {}],
  ['code', {}],
  ['address', {}],
  ['currency', { enum: ['NOK', 'SEK'] }],
  ['currency', { example: 'NOK' }],
  ['currency', { pattern: '^[0-9]+$' }],
  ['country', { format: 'country' }],
  ['at', { description: 'YYYY-MM-DDTHH:mm:ssZ' }],
  ['note', { description: 'Printed beside the IBAN, from YYYY-MM-DD on.' }],
  ['title', { description: 'Shown with the ISBN of the book.' }],
])('a text called %s with %o has no such meaning', (name, schema) => {
  expect(typical(name, schema)).toBeUndefined();
});

test.each(['isbn', 'ean'])('the check digit of a %s is right', (name) => {
  const made = typical(name) ?? '';
  const sum = [...made].reduce((so, digit, n) => so + Number(digit) * (n % 2 === 0 ? 1 : 3), 0);
  expect([made.length, sum % 10]).toEqual([13, 0]);
});

test('the check digits of an account number are right', () => {
  const iban = typical('iban') ?? '';
  const digits = `${iban.slice(4)}1314${iban.slice(2, 4)}`;
  expect(BigInt(digits) % 97n).toBe(1n);
});

test('what should not occur twice differs', () => {
  for (const name of ['phone', 'email', 'iban', 'isbn', 'vin', 'plate', 'website'])
    expect(typicalText({}, text, name, 'one')).not.toBe(typicalText({}, text, name, 'other'));
});

test.each<readonly [string, object, number | undefined]>([
  ['year', {}, 2024],
  ['yearBuilt', { minimum: 1900 }, 2024],
  ['year', { maximum: 2020 }, 2019],
  ['age', {}, 30],
  ['yearsOfWarranty', {}, undefined],
  ['capacity', { minimum: 1 }, 12],
  ['stock', { maximum: 5 }, 4],
  ['stockLevel', {}, 12],
  ['capacity_total', {}, 12],
  ['quantity', {}, undefined],
  ['stock_number', {}, undefined],
  ['capacityUnit', {}, undefined],
  ['inventoryNo', {}, undefined],
  ['year_group', {}, undefined],
])('a number called %s with %o is made up as %s', (name, schema, expected) => {
  expect(typicalNumber({}, { type: 'integer', ...schema }, name)).toBe(expected);
});

test('a text that is the same in every run has no mark of a run, by which resources are recognised as its own', () => {
  expect(typicalText({}, text, 'email', undefined)).toMatch(/^ct\d{12}@example\.com$/u);
  expect(typicalText({}, text, 'email', 'fresh')).toMatch(/^ct-\d{12}@example\.com$/u);
});
