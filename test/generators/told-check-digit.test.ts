import { describe, expect, test } from 'vitest';
import { saidOfMembers, withToldDigits } from '../../src/generators/told-check-digit.ts';

const told = (text: string, made: string, name = 'healthNumber', member?: string): unknown =>
  withToldDigits([member === undefined ? { text } : { text, member }], { [name]: made }).value[name];

describe('a number in digits gets the check digit of the rule that a text tells and a printed number keeps', () => {
  test.each<readonly [string, string, string]>([
    ['The last digit of the health number checks the others, modulo 11. `9434765919` is a good number.', '9434765910', '9434765919'],
    ['The health number ends in a check digit: add up and divide by 11. `9434765919` is one.', '1234567800', '1234567806'],
    ['The health number has a check digit by the formula of Luhn, such as in 79927398713.', '49927398710', '49927398716'],
    ['The health number ends in a check digit (EAN), as in 4006381333931.', '4006381333930', '4006381333931'],
  ])('%s', (text, made, expected) => {
    expect(told(text, made)).toBe(expected);
  });

  test('also where the text is that of the member itself, at any depth', () => {
    const number = { type: 'string', description: 'Ten digits; the last one is a check digit, by 11.', example: '9434765919' };
    const schema = { type: 'object', properties: { person: { type: 'object', properties: { nhs: number } } } };
    const said = saidOfMembers({}, schema);
    expect(withToldDigits(said, { person: { nhs: '9434765910' } })).toEqual({
      value: { person: { nhs: '9434765919' } },
      changed: ['person'],
    });
  });

  test('a number for which there is no digit gives way to the next', () => {
    const made = told('The health number ends in a check digit, by 11: 9434765919.', '1000000010');
    expect(made).toMatch(/^10000000\d\d$/u);
    const weights = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
    expect(Array.from(String(made), Number).reduce((sum, digit, n) => sum + digit * (weights[n] ?? 0), 0) % 11).toBe(0);
  });
});

test.each<readonly [string, string]>([
  ['another member is meant', 'The account number ends in a check digit, by 11: 9434765919.'],
  ['no number is printed', 'The health number ends in a check digit, by 11.'],
  ['the printed one is longer', 'The health number ends in a check digit, by 11: 94347659190.'],
  ['no known rule gives the printed one', 'The health number ends in a check digit, by 11: 9434765912.'],
  ['the text says nothing of a digit', 'The health number has ten digits: 9434765919.'],
])('a number is left as it is where %s', (_, text) => {
  expect(told(text, '9434765910')).toBe('9434765910');
});
