import { expect, test } from 'vitest';
import { tariffIn, tariffOfDescription } from '../../../src/contract/infer/tariffs/read.ts';
import { amountsOf, type Tariff } from '../../../src/contract/infer/tariffs/tariff.ts';

const said = (tariff: Tariff | undefined): string | undefined =>
  tariff &&
  [
    ...tariff.lines.map(({ rate, unit, counts }) => `${counts} ${unit} ${rate}`),
    ...(tariff.restCap ? [`rest at most a ${tariff.restCap}`] : []),
    ...(tariff.free ? [`free up to ${tariff.free.upTo} in ${tariff.free.unit}s`] : []),
    ...(tariff.cap ? [`${tariff.cap.most} a ${tariff.cap.unit}`] : []),
    ...(tariff.discount ? [`less the discount of "${tariff.discount.of}"`] : []),
  ].join(' | ');

test.each<readonly [string, string | undefined]>([
  [
    'Lets a hall.\n\nThe price: each whole week costs the `weeklyFee`, each further day the `dailyFee`, but the further days never cost more than one more week.',
    'full week weekly fee | rest day daily fee | rest at most a week',
  ],
  [
    'The fee of a letting is worked out like this: every complete day costs the day fee, every left over hour costs the hour fee. Then the discount of the voucher is taken off, rounded down to the cent.',
    'full day day fee | rest hour hour fee | less the discount of "voucher"',
  ],
  ['The price: the hour fee for each begun hour of the letting.', 'started hour hour fee'],
  // A sentence of it is not understood, or another one changes the price.
  ['The price: each whole week costs the `weeklyFee`, each further day the `dailyFee`. On feast days it is more.', undefined],
  ['The price: each whole week costs the `weeklyFee`, each further day the `dailyFee`.\n\nMembers get it free of charge.', undefined],
  [
    'The price: each whole week costs the `weeklyFee`, each further day the `dailyFee`, but the further days never cost more than one more hour.',
    undefined,
  ],
  [
    'The price: each whole week costs the `weeklyFee`, each further day the `dailyFee`.\n\nA letting is billed for three days at least.',
    undefined,
  ],
  ['The price: each whole week costs the `weeklyFee`, each further day the `dailyFee`.\n\n409 if it is let; members pay less.', undefined],
  ['The price: each whole week costs the `weeklyFee`.', undefined],
  ['The price: each whole week costs the `weeklyFee`, each further day the `dailyFee`, rounded to whole euros.', undefined],
  ['Each whole week costs the `weeklyFee`, each further day the `dailyFee`.', undefined],
])('"%s" is the tariff %s', (text, expected) => {
  expect(said(tariffIn(text))).toBe(expected);
});

test.each<readonly [string, string | undefined]>([
  [
    'A visit of up to `minutesForNothing` is free. A longer visit pays `hourFee` for each begun hour. Each begun day costs at most `dayMost`.\n\nExample: with an hour fee of 2, two hours cost 4.',
    'started hour hour fee | free up to minutes for nothing in minutes | day most a day',
  ],
  ['What a visit costs.', undefined],
  ['A visit of up to `minutesForNothing` is free.', undefined],
])('the description "%s" is the tariff %s', (text, expected) => {
  expect(said(tariffOfDescription(text))).toBe(expected);
});

const day = 86_400_000;
const ranges = (text: string, ms: number, numbers: Readonly<Record<string, number>>, percent = 0): readonly string[] => {
  const tariff = tariffIn(text) ?? tariffOfDescription(text);
  return tariff ? amountsOf(tariff, ms, new Map(Object.entries(numbers)), percent).map(({ least, most }) => `${least}-${most}`) : [];
};

test('what is left over costs no more than another whole unit, and a discount is rounded either way', () => {
  const text =
    'The price: each whole week costs the weekly fee, each further day the daily fee, but the further days never cost more than one more week. The discount comes off, rounded down.';
  const fees = { 'weekly fee': 40, 'daily fee': 9 };
  expect(ranges(text, 4 * day, fees)).toEqual(['36-36']);
  expect(ranges(text, 5 * day, fees)).toEqual(['40-40']);
  expect(ranges(text, 9 * day, fees)).toEqual(['58-58']);
  expect(ranges(text, 9 * day, fees, 10)).toEqual(['52-53']);
});

test('where nothing says whether the free time counts, both readings are right', () => {
  const text = 'A visit of up to `freeMinutes` is free. A longer visit pays `hourFee` for each begun hour.';
  const fees = { 'free minutes': 20, 'hour fee': 5 };
  expect(ranges(text, 20 * 60_000, fees)).toEqual(['0-0']);
  expect(ranges(text, 70 * 60_000, fees)).toEqual(['10-10', '5-5']);
});

test('between two moments a day may be one of the calendar, and 24 hours are none', () => {
  const priced = (most: string): readonly (readonly [number, number])[] => {
    const tariff = tariffOfDescription(`\`hourFee\` for each begun hour. ${most} costs at most \`dayMost\`.`);
    const numbers = new Map(Object.entries({ 'hour fee': 5, 'day most': 20 }));
    return tariff ? amountsOf(tariff, day - 3_600_000, numbers, 0, true).map(({ least, most: greatest }) => [least, greatest]) : [];
  };
  expect(priced('Each begun day')).toEqual([[20, 40]]);
  expect(priced('Each begun 24 hours')).toEqual([[20, 20]]);
});
