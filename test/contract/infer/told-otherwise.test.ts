import { expect, test } from 'vitest';
import { statusCodesIn } from '../../../src/contract/infer/status-codes.ts';
import { entrySumsIn } from '../../../src/contract/infer/told-entry-sums.ts';
import { refusedAfterEnd } from '../../../src/checks/subjects/cancelled-tasks.ts';

const table = '| Code | Status |\n|---|---|\n| `leak` | 404 |\n| `mast` | 422 |\n| `sunk` | 410 |\n';

test.each<readonly [string, boolean]>([
  [`Errors:\n\n${table}`, true],
  [`Examples of codes:\n\n${table}`, false],
  [`## Callbacks\n\n${table}`, false],
  [table.replace('Status', 'Carrier status'), false],
  ['Codes: `leak` (404), `mast` (422), `sunk` (410).', true],
  ['Errors have a code, for example `leak` (404), `mast` (422), `sunk` (410).', false],
])('codes by status are those of all errors: %s', (text, isListed) => {
  expect(statusCodesIn(text) !== undefined).toBe(isListed);
});

test.each<readonly [string, boolean]>([
  ['The shares add up to 100.', true],
  ['The shares add up to 100. Other sums are scaled.', false],
  ['The shares add up to 100. A difference of 1 is tolerated.', false],
  ['The shares add up to 100; this is not checked.', false],
  ['The shares should add up to 100.', false],
])('a sum has to be so: %s', (text, isTold) => {
  expect(entrySumsIn(text, { list: 'crew', numbers: ['share'], isNear: true }).length > 0).toBe(isTold);
});

test.each<readonly [string, boolean]>([
  ["A finished survey can't be cancelled (409).", true],
  ["A finished survey can't be cancelled, the call is ignored (409).", false],
])('what is over is given up no more: %s', (text, isTold) => {
  expect(refusedAfterEnd([text]) !== undefined).toBe(isTold);
});
