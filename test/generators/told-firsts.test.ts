import { expect, test } from 'vitest';
import { withFirsts } from '../../src/generators/told-firsts.ts';

const whole = { type: 'integer', minimum: 0 };

/** A body of a ferry line with two stops, of which a description tells about the minutes. */
const minutesOfFirst = (said: string, own?: string) => {
  const minutes = { ...whole, ...(own !== undefined && { description: own }) };
  const schema = {
    type: 'object',
    properties: { stops: { type: 'array', items: { type: 'object', properties: { minutesAfter: minutes, quay: { type: 'string' } } } } },
  };
  const { value } = withFirsts({}, schema, [said], {
    stops: [
      { minutesAfter: 7, quay: 'A' },
      { minutesAfter: 9, quay: 'B' },
    ],
  });
  const [first, second] = value['stops'] as readonly { readonly minutesAfter: number }[];
  expect(second?.minutesAfter).toBe(9);
  return first?.minutesAfter;
};

test.each<readonly [string, string | undefined, number]>([
  ['The first stop is where it begins: its `minutesAfter` is 0. Every later stop is a minute away or more.', undefined, 0],
  ['The first one has `minutesAfter` 0.', undefined, 0],
  ['`minutesAfter` of the first stop must be 0.', undefined, 0],
  ['`minutesAfter` is 0 for the first stop.', undefined, 0],
  ['The first stop must have a `minutesAfter` of zero.', undefined, 0],
  ['The first of these has 1 as `minutesAfter`.', undefined, 1],
  ['A line.', '0 for the first stop.', 0],
  ['A line.', 'Minutes since departure, 0 for the first one.', 0],
  ['A line.', 'The first stop has 0.', 0],
  ['A line.', 'Minutes since departure. The first one is always 0.', 0],
])('what a sentence says of the first entry: %s %s', (said, own, told) => {
  expect(minutesOfFirst(said, own)).toBe(told);
});

test.each<readonly [string, string | undefined]>([
  ['The first stop may have a `minutesAfter` of 0.', undefined],
  ['The first stop has a `minutesAfter` of at least 2.', undefined],
  ['`minutesAfter` of the first stop must not be 0.', undefined],
  ['The first stop is free; `minutesAfter` of the others is 4.', undefined],
  ['The first 20 minutes are free.', 'At least 3 for the first one.'],
  ['The first line of the harbour has 12 stops.', 'Minutes since departure.'],
  ['Stops.', 'Optional, usually 0 for the first stop.'],
])('what is left open stays: %s %s', (said, own) => {
  expect(minutesOfFirst(said, own)).toBe(7);
});
