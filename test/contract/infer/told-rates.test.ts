import { expect, test } from 'vitest';
import { toldRateIn } from '../../../src/contract/infer/told-rates.ts';

const read = (text: string): string | undefined => {
  const told = toldRateIn(text);
  return told && [told.what, told.noun, told.rate, told.unit, told.way ?? 'open'].join(' | ');
};

test.each<readonly [string, string | undefined]>([
  [
    "A game is `asked` first.\n\nThe price is the court's `points_per_hour` times the length in hours, rounded up to whole points.",
    'price | court | points per hour | hour | up',
  ],
  ['The cost is the `ratePerMinute` of the court multiplied by the duration in minutes.', 'cost | court | rate per minute | minute | open'],
  [
    "The price is the court's hourly rate × the number of hours, rounded down to whole points.",
    'price | court | hourly rate | hour | down',
  ],
  ["The price is the court's hourly rate for each started hour.", 'price | court | hourly rate | hour | started'],
  ["The court's `pointsPerHour` times the hours.", ' | court | points per hour | hour | open'],
  [
    "The price is the court's hourly rate times the hours, rounded to the nearest whole point.",
    'price | court | hourly rate | hour | nearest',
  ],
  [
    "The price is the court's hourly rate times the hours, rounded off to the nearest whole point.",
    'price | court | hourly rate | hour | nearest',
  ],
  ["The price is the court's hourly rate times the hours, rounded off.", undefined],
  ["The price is the court's hourly rate times the hours, rounded to the next whole point.", undefined],
  ["The price is the court's hourly rate times the hours, rounded to five points.", undefined],
  ["The price is the court's hourly rate times the hours, plus a fee.", undefined],
  ["The price is the court's hourly rate times the hours, at least 5 points.", undefined],
  ["On weekends the price is the court's hourly rate times the hours.", undefined],
  ["The price is the court's hourly rate times the players.", undefined],
  ['The price is shown in points.', undefined],
])('"%s" derives %s', (text, expected) => {
  expect(read(text)).toBe(expected);
});
