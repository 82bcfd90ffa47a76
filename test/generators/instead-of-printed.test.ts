import { expect, test } from 'vitest';
import { checksums } from '../../src/generators/checksums.ts';
import { freshInstead, numberInsteadOf } from '../../src/generators/instead-of-printed.ts';

const isRight = (kind: string, value: string): boolean => {
  const plain = value.replaceAll(/[ -]/gu, '');
  const found = checksums.find(({ name }) => name === kind);
  return found !== undefined && found.form.test(plain) && found.corrected(plain) === plain;
};

test.each<readonly [string, string, string, RegExp]>([
  ['iban', 'DE89370400440532013000', 'IBAN', /^DE\d{2}12345678\d{10}$/u],
  ['iban', 'GB29NWBK60161331926819', 'IBAN', /^GB\d{2}NWBK\d{14}$/u],
  ['payoutIban', 'FR14 2004 1010 0505 0001 3M02 606', 'IBAN', /^FR\d{2} 2004 1010 /u],
  ['isbn', '978-3-16-148410-0', 'ISBN', /^978-3-\d{2}-\d{6}-\d$/u],
  ['ean', '4006381333931', 'GTIN-13', /^\d{13}$/u],
  ['vin', '1HGCM82633A004352', 'VIN', /^1HG/u],
  ['issn', '0378-5955', 'ISSN', /^\d{4}-\d{3}[\dX]$/u],
  ['imei', '490154203237518', 'Luhn', /^\d{15}$/u],
])('another number of its kind stands for a printed %s %s', (name, example, kind, form) => {
  const made = ['a', 'b', 'c'].map((fresh) => freshInstead({ document: {} }, { name, schema: { type: 'string' } }, example, fresh) ?? '');
  for (const one of made) {
    expect(one).toMatch(form);
    expect(isRight(kind, one)).toBe(true);
  }
  expect(new Set([example, ...made]).size).toBe(4);
});

test('a number keeps to the form that its schema demands', () => {
  const schema = { type: 'string', pattern: '^NL[0-9]{2}[A-Z]{4}[0-9]{10}$' };
  const made = freshInstead({ document: {} }, { name: 'iban', schema }, 'NL91ABNA0417164300', 'own') ?? '';
  expect(made).toMatch(/^NL\d{2}ABNA\d{10}$/u);
  expect(isRight('IBAN', made)).toBe(true);
});

test('a phone keeps its shape', () => {
  expect(freshInstead({ document: {} }, { name: 'phone', schema: { type: 'string' } }, '+49 30 901820', 'own')).toMatch(/^\+49 30 \d{6}$/u);
});

test.each<readonly [string, object, number, number, number]>([
  ['between its bounds', { type: 'integer', minimum: -5, maximum: 60 }, 7, -5, 60],
  ['near the printed one, where nothing bounds it', { type: 'integer' }, 12, 1, 1012],
  ['of the step that the schema demands', { type: 'integer', minimum: 100, maximum: 200, multipleOf: 10 }, 110, 100, 200],
])('another whole number lies %s', (_where, schema, example, least, most) => {
  const made = ['a', 'b', 'c', 'd'].map((fresh) => numberInsteadOf({ document: {} }, { schema: { ...schema } }, example, fresh));
  for (const one of made) {
    expect(one).not.toBe(example);
    expect(one).toBeGreaterThanOrEqual(least);
    expect(one).toBeLessThanOrEqual(most);
    expect(Number(one) % Number('multipleOf' in schema ? schema.multipleOf : 1)).toBe(0);
  }
  expect(new Set(made).size).toBeGreaterThan(1);
});

test('no other number stands where there is but one', () => {
  expect(numberInsteadOf({ document: {} }, { schema: { type: 'integer', minimum: 4, maximum: 4 } }, 4, 'own')).toBeUndefined();
});
