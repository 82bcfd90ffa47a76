import { expect, test } from 'vitest';
import { isTolerated } from '../../src/generators/breaches/tolerated.ts';

test.each([
  ['More than the maximum is refused (`400`) or treated as the maximum.', true],
  ['More than 100 is taken as 100.', true],
  ['Larger sizes are treated as if they were the maximum.', true],
  ['Larger sizes are replaced by the maximum.', true],
  ['Sizes above the limit are cut down to it.', true],
  ['More than the maximum is refused (`400`) and not treated as the maximum.', false],
  ['More than the maximum is refused (`400`).', false],
  ['At most the maximum of the plan.', false],
  ['Treated as text.', false],
])('does "%s" allow a number above the maximum: %s', (text, expected) => {
  expect(isTolerated('maximum', [text])).toBe(expected);
});

test.each([
  ['Values above 50 are taken as 50; values below 1 are refused with 400.', 'maximum', true],
  ['Values above 50 are taken as 50; values below 1 are refused with 400.', 'minimum', false],
  ['Values below 1 are taken as 1.', 'minimum', true],
  ['Values below 1 are taken as 1.', 'maximum', false],
  ['Values below 1 or above 50 are brought to the nearest bound.', 'minimum', true],
  ['Values outside the bounds are clamped.', 'minimum', true],
])('of "%s", %s: %s', (text, keyword, expected) => {
  expect(isTolerated(keyword, [text])).toBe(expected);
});
