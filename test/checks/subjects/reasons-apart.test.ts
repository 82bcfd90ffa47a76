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
  [
    '`404` also when the hall is unknown, `409` when the seat is sold already or the hall is full or not open.',
    '`404` also when the hall is unknown. `409` when the seat is sold already. `409` when the hall is full or not open.',
  ],
  [
    'Sells a seat, `409` if sold already, the hall is dark or there is no price for it.',
    'Sells a seat. `409` if sold already. `409` if the hall is dark. `409` if there is no price for it.',
  ],
  ['Not possible once the seat is sold or the hall is dark (`409`).', '`409` when the seat is sold. `409` when the hall is dark.'],
  ['If the seat is sold or it is broken, the answer is a `409`.', '`409` if the seat is sold. `409` if it is broken.'],
  ['A second time, or a seat that is not sold, is `409`.', 'A second time is `409`. a seat that is not sold is `409`.'],
  [
    'Once in its life; a repetition, or one that is sold, gets a 409.',
    'Once in its life; a repetition gets a 409. one that is sold gets a 409.',
  ],
  [
    'This can be done once; a second time, and for a seat that is not sold, it is `409`.',
    'This can be done once; a second time is `409`. a seat that is not sold is `409`.',
  ],
  [
    'From `new` it becomes `sold`; from any other status, or when it has no seats, `409`.',
    'From `new` it becomes `sold`; from any other status `409`.',
  ],
])('each reason of a refusal is a sentence: %s', (text, apart) => {
  expect(withReasonsApart(text)).toBe(apart);
});

test.each([
  '409 if the hall is dark.',
  '409 if the seat is sold, and if the patron is barred.',
  '409 if the hall is dark, unless if it is rented.',
  '409 if the seat or the hall is taken.',
  '409 if the seat is sold, the hall is dark and the patron is barred.',
  '409 if the seat is sold or the hall is dark and the patron is barred.',
  'Only free seats can be sold, 409 if the hall is dark or the patron is barred.',
  'From any other status, or when it has no seats, nothing happens.',
  'Nothing happens if the hall is dark, or if the patron is barred.',
  'A dark hall is `409`.',
  'A dark or rented hall is `409`.',
  'A seat without a number, or one that is odd, is `409`.',
  'A dark hall, or a seat that is sold, is `422`.',
  'A dark hall, unless a rented one, or a sold seat is `409`.',
  'Both a dark hall, or a sold seat, is `409`.',
])('a sentence of another kind stays as it is: %s', (text) => {
  expect(withReasonsApart(text)).toBe(text);
});
