import { describe, expect, test } from 'vitest';
import { valueOf, written } from '../../../src/contract/infer/formulas/expression.ts';
import { derivationIn, numberMeant, plainDerivationIn } from '../../../src/contract/infer/formulas/derivation.ts';
import { formulaIn, type Scope } from '../../../src/contract/infer/formulas/parse.ts';

const lines: Scope = { numbers: ['quantity', 'unitPrice', 'amount'], lists: new Map() };
const scores: Scope = { numbers: ['score'], lists: new Map() };
const answers: Scope = { numbers: [], lists: new Map(), mixed: { name: 'value', of: 'scale question' } };
const scope: Scope = {
  numbers: ['subtotal', 'discountAmount', 'tax_rate', 'shipping', 'limit', 'used', 'total'],
  lists: new Map([
    ['lines', lines],
    ['ratings', scores],
    ['answers', answers],
    ['steps', { numbers: ['position', 'delay_minutes'], lists: new Map() }],
    ['parts', { numbers: ['weight', 'volume'], lists: new Map() }],
  ]),
  wholes: new Map([['discountAmount', 'subtotal']]),
};

const readings = (text: string): readonly string[] => (formulaIn(text, scope)?.expressions ?? []).map(written);

describe('a number that a text derives', () => {
  test.each<readonly [string, string]>([
    ['the subtotal less the discount plus `shipping`', 'subtotal − discountAmount + shipping'],
    ['`subtotal` minus `discountAmount`.', 'subtotal − discountAmount'],
    ['`limit` − `used`', 'limit − used'],
    ['subtotal reduced by the discount', 'subtotal − discountAmount'],
    ['The sum of the lines', 'the sum of amount of lines'],
    ['the sum of all line `amount` values', ''],
    ['the sum of the `amount` of all lines', 'the sum of amount of lines'],
    ['Sum of quantity times unitPrice over all lines', 'the sum of quantity × unitPrice of lines'],
    ['the sum of `quantity` × `unitPrice` of its lines', 'the sum of quantity × unitPrice of lines'],
    ['the sum of `subtotal`, `shipping` and the discount', 'subtotal + shipping + discountAmount'],
    ['`subtotal` divided by `limit`', 'subtotal / limit'],
    ['What is left of `limit` after `used`', 'limit − used'],
    ['what remains of `total` after deducting the discount', 'total − discountAmount'],
    ['What is left of it after `used`', ''],
    ['19 percent of `subtotal`', '19 / 100 × subtotal'],
    ['19 percent of `subtotal - discountAmount`', '19 / 100 × (subtotal − discountAmount)'],
    ['`subtotal - discountAmount + shipping`', 'subtotal − discountAmount + shipping'],
    ['19 percent of `subtotal-discountAmount`', ''],
    ['19% of the subtotal, rounded to two decimals', '19 / 100 × subtotal'],
    ['half of the subtotal', '0.5 × subtotal'],
    ['the average of the `score` of all ratings', 'the mean of score of ratings'],
    ['the number of ratings', 'as many as ratings holds'],
    ['`limit` minus `used`, but not below 0', 'limit − used, but at least 0'],
    ['`limit` minus `used`, at most `total`', 'limit − used, but at most total'],
    ['`limit` minus `used`, at most `total` and at least 0', 'limit − used, but at most total, but at least 0'],
    ['the greater of `limit` and `used`', 'the greater of limit and used'],
    ['the lower of the subtotal and `limit`, at least 5', 'the lesser of subtotal and limit, but at least 5'],
    ['`limit` or `used` × 3 / 5000, whichever is higher', 'the greater of limit and used × 3 / 5000'],
    ['`limit` or `used`, whichever is the lower', 'the lesser of limit and used'],
    ['`limit` or `used`, whichever comes first', ''],
    ['`limit` or `used`', ''],
    ['the greater of `limit` and 5, if there is any', ''],
    ['the greater number of `limit` and `used`', ''],
    ['2.5 % of what is left after the discount', '2.5 / 100 × (subtotal − discountAmount)'],
    [
      '10 % of the rest after deducting the discount, rounded down, but at least 50',
      '10 / 100 × (subtotal − discountAmount), but at least 50',
    ],
    ['5 percent of `subtotal`, rounded half up, at most 900', '5 / 100 × subtotal, but at most 900'],
    ['`used` in percent of `subtotal`, to one decimal', 'used / subtotal × 100'],
    ['`used` in percent of `subtotal` plus `shipping`, one decimal', 'used / (subtotal + shipping) × 100'],
    ['`used` in percent of `subtotal`, one of several', ''],
    ['The percentage of `subtotal` that is `used`', 'used / subtotal × 100'],
    ['`used` in percent of what others have', ''],
    ['5 percent of what is left after `used`', ''],
    ['mean of the answers to scale questions, rounded to two decimals', 'the mean of the numbers in value of answers'],
    ['mean of the answers to text questions', ''],
    ['mean of the answers', ''],
    ['5 percent of `subtotal`, rounded half up, at most 900 if paid by card', ''],
    ['the sum of all scores', 'the sum of score of ratings'],
    ['the sum of the delays, times one more than `limit`', 'the sum of delay_minutes of steps × (limit + 1)'],
    [
      'How long it takes until everybody was asked: the sum of all delays, times one more than `limit`.',
      'the sum of delay_minutes of steps × (limit + 1)',
    ],
    ['What the guest pays in the end – `subtotal` plus `shipping`, times `limit`', '(subtotal + shipping) × limit'],
    ['`subtotal` × (`limit` + 1)', 'subtotal × (limit + 1)'],
    ['`subtotal` times two less than `limit`', 'subtotal × (limit − 2)'],
    ['the subtotal, once and for each limit', 'subtotal × (limit + 1)'],
    ['What it comes to in all: `subtotal`, once and once more for every `limit`', 'subtotal × (limit + 1)'],
    ['the subtotal for each limit', ''],
    ['the subtotal, once for each order', ''],
    ['all delays added up', 'the sum of delay_minutes of steps'],
    ['the average of the scores', 'the mean of score of ratings'],
    ['the sum of the unit prices', ''],
    ['the sum of the parts', ''],
    ['the sum of all scores but the lowest', ''],
    ['the sum of all delays, times more than `limit`', ''],
    ['What it costs without a coupon: `subtotal` plus `shipping`', ''],
    ['If it is late: `subtotal` plus `shipping`', ''],
    ['`subtotal`, times one or more', ''],
    ['`subtotal` (shipping) times `limit`', ''],
  ])('"%s" is %s', (text, expected) => {
    expect(readings(text)).toEqual(expected === '' ? [] : [expected]);
  });

  test('may be read in two ways', () => {
    expect(readings('`tax_rate` basis points (hundredths of a percent) of the subtotal less the discount')).toEqual([
      'tax_rate / 10000 × subtotal − discountAmount',
      'tax_rate / 10000 × (subtotal − discountAmount)',
    ]);
  });

  test.each([
    'The total.',
    'the subtotal',
    'At least 0.',
    '`limit`, at most 100',
    'the subtotal less the discount, if there is one',
    'the subtotal less the discount or the voucher',
    'the subtotal (without tax) plus `shipping`',
    'the subtotal plus the handling fee',
    'the sum of the parcels',
    '`limit` minus `used`, rounded down unless it is negative',
    'the number of entries that match',
    '1 to 100',
  ])('is not read from "%s"', (text) => {
    expect(readings(text)).toEqual([]);
  });

  test.each<readonly [string, object | undefined]>([
    ['19 percent of `subtotal`', undefined],
    ['19 percent of `subtotal`, rounded to the cent (half a cent up)', { way: 'half up', digits: undefined }],
    ['19 percent of `subtotal`, rounded half up to two decimals', { way: 'half up', digits: 2 }],
    ['19 percent of `subtotal`, rounded up to whole euros', { way: 'up', digits: 0 }],
    ['19 percent of `subtotal`, to two decimals', { way: 'nearest', digits: 2 }],
    ['19 percent of `subtotal`, rounded down', { way: 'down', digits: undefined }],
    ['19 percent of `subtotal`, rounded once for the whole order, not line by line', { way: 'nearest', digits: undefined }],
    ['19 percent of `subtotal`, rounded for each line', undefined],
    ['19 percent of `subtotal`, rounded half to even', { way: 'to even', digits: undefined }],
  ])('"%s" is rounded %j', (text, expected) => {
    expect(formulaIn(text, scope)?.rounding).toEqual(expected);
  });

  test.each<readonly [string, object | undefined]>([
    ['1. `total` is the sum of the lines.', { member: 'total', text: 'the sum of the lines.' }],
    ['The `total` of an order is `net` plus `vat`', { member: 'total', text: '`net` plus `vat`' }],
    ['`free` = `size` − `taken`', { member: 'free', text: '`size` − `taken`' }],
    ['`total` is always the result of `net` times 2', { member: 'total', text: '`net` times 2' }],
    ['A total is the sum of the lines.', undefined],
    ['If `total` is the sum of the lines, it is right.', undefined],
  ])('is what "%s" says', (sentence, expected) => {
    expect(derivationIn(sentence)).toEqual(expected);
  });

  test.each<readonly [string, object | undefined]>([
    ['The booking fee is 2 % of `net`', { words: 'booking fee', text: '2 % of `net`' }],
    ['The total comes to `net` plus `vat`', { words: 'total', text: '`net` plus `vat`' }],
    ['The cancellation fee is 10 % of `total`', undefined],
    ['If it is late, the fee is 10 % of `total`', undefined],
    ['There is a fee', undefined],
  ])('is what "%s" says without backticks', (sentence, expected) => {
    expect(plainDerivationIn(sentence)).toEqual(expected);
  });

  test('is meant by its name, or by its name behind another word where the text speaks of it', () => {
    expect(numberMeant('fee', ['fee', 'total'], new Set())).toBe('fee');
    expect(numberMeant('booking fee', ['fee', 'total'], new Set(['fee']))).toBe('fee');
    expect(numberMeant('booking fee', ['fee', 'total'], new Set())).toBeUndefined();
    expect(numberMeant('booking fee', ['fee', 'bookingFee'], new Set(['fee']))).toBe('bookingFee');
  });

  test('is computed from an object that shows enough', () => {
    const value = (text: string, object: object): number | undefined => {
      const [expression] = formulaIn(text, scope)?.expressions ?? [];
      return expression && valueOf(expression, { ...object });
    };
    expect(value('the subtotal less the discount', { subtotal: '10.50', discountAmount: 2 })).toBe(8.5);
    expect(value('the subtotal less the discount', { subtotal: '10.50', discountAmount: null })).toBeUndefined();
    expect(value('the sum of the lines', { lines: [{ amount: 3 }, { amount: '4.00' }] })).toBe(7);
    expect(value('the sum of the lines', { lines: [{ amount: 3 }, {}] })).toBeUndefined();
    expect(value('the average of the scores of all ratings', { ratings: [] })).toBeUndefined();
    expect(value('mean of the answers to scale questions', { answers: [{ value: 'so' }, { value: 3 }, { value: 4 }] })).toBe(3.5);
    expect(value('mean of the answers to scale questions', { answers: [{ value: 'so' }] })).toBeUndefined();
    expect(value('`subtotal` divided by `limit`', { subtotal: 5, limit: 0 })).toBeUndefined();
    expect(value('`limit` minus `used`, but not below 0', { limit: 5, used: 9 })).toBe(0);
  });

  test('what stands behind the greater of two is of the second, or of both', () => {
    expect(readings('the greater of `limit` and `used` times 2').toSorted()).toEqual([
      '(the greater of limit and used) × 2',
      'the greater of limit and used × 2',
    ]);
  });
});

describe('a number that counts as 0 where it is null', () => {
  const both: Scope = { numbers: ['baking', 'rest'], lists: new Map() };
  const worth = (text: string, rest: unknown): number | undefined => {
    const [only, ...more] = formulaIn(text, both)?.expressions ?? [];
    return only === undefined || more.length > 0 ? undefined : valueOf(only, { baking: 30, rest });
  };

  test.each([
    '`baking` plus `rest` (0 if null)',
    '`baking` plus `rest` (zero when it is null).',
    '`baking` + `rest` (null counts as 0)',
    '`baking` plus the rest (counted as 0 if null)',
  ])('%s', (text) => {
    expect([worth(text, 12), worth(text, null), worth(text, undefined)]).toEqual([42, 30, undefined]);
  });

  test.each([
    '`baking` plus `rest` (0 if null or unknown)',
    '`baking` plus `rest` (1 if null)',
    '`baking` plus `rest` (not 0 if null)',
    '`baking` plus `rest` (null if 0)',
    '`baking` plus `rest` (0 if not null)',
    '`baking` plus `rest` (0 if cold)',
  ])('nothing is made of: %s', (text) => {
    expect(worth(text, 12)).toBeUndefined();
  });

  test('without such words nothing is known of null', () => {
    expect([worth('`baking` plus `rest`', 12), worth('`baking` plus `rest`', null)]).toEqual([42, undefined]);
  });
});
