import { expect, test } from 'vitest';
import { withReasonsApart } from '../../../src/checks/subjects/reasons-apart.ts';

test.each([
  [
    'Sells a seat.\n\n409 if the seat\nis sold already, if the hall is dark, or if the patron is barred.',
    'Sells a seat.\n\n409 if the seat is sold already. 409 if the hall is dark. 409 if the patron is barred.',
  ],
  [
    'It is a `409` when the hall is dark or when the patron is barred.',
    'It is a `409` when the hall is dark. It is a `409` when the patron is barred.',
  ],
])('each reason of a refusal is a sentence: %s', (text, apart) => {
  expect(withReasonsApart(text)).toBe(apart);
});

test.each([
  '409 if the hall is dark.',
  '409 if the seat is sold, and if the patron is barred.',
  '409 if the hall is dark, unless if it is rented.',
  'Nothing happens if the hall is dark, or if the patron is barred.',
])('a sentence of another kind stays as it is: %s', (text) => {
  expect(withReasonsApart(text)).toBe(text);
});
