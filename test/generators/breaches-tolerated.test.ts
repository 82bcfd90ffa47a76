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
