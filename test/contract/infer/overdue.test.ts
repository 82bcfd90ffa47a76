import { expect, test } from 'vitest';
import { overdueFeeIn } from '../../../src/contract/infer/tariffs/overdue.ts';

const said = (text: string): string | undefined => {
  const told = overdueFeeIn(text);
  return told && [told.fee, told.rate, told.isBegun ? `begun ${told.unit}` : told.unit, told.after].join(' | ');
};

test.each<readonly [string, string | undefined]>([
  [
    "Brings the boat back. Each day after `dueOn` is charged with the loan's `dailyFee` as late fee.",
    'late fee | daily fee | day | due on',
  ],
  ['For every begun hour after the `agreedEnd` is charged the fee.', undefined],
  ['Every started hour past `agreed_end` costs `hour_fee` as a late fee.', 'late fee | hour fee | begun hour | agreed end'],
  ['The `lateFee` is `dailyFee` for each day after `dueOn`.', 'late fee | daily fee | day | due on'],
  ['Each day after `dueOn` is charged with the `dailyFee` as late fee. Members pay half of the fee.', undefined],
  ['Each day after `dueOn` is charged with the `dailyFee` as late fee, at most ten times.', undefined],
  [
    'Not before `startedOn` (422). Each day after `dueOn` is charged with the `dailyFee` as late fee.',
    'late fee | daily fee | day | due on',
  ],
  ['Each day after `dueOn` is charged with the `dailyFee` as late fee. There is a grace period of two days.', undefined],
  ['Each day after `dueOn` is charged with the `dailyFee` as late fee. Sundays are left out.', undefined],
  ['Ends the loan.', undefined],
])('"%s" charges %s', (text, expected) => {
  expect(said(text)).toBe(expected);
});
