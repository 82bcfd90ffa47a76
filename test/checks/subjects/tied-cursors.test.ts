import { expect, test } from 'vitest';
import { refusesOther } from '../../../src/checks/subjects/tied-cursors.ts';

test.each([
  'A cursor goes with the filters that it was given for: with other filters it is refused with `400`.',
  'Pass `cursor` to get the next page. Every other parameter must stay as it was. Otherwise the answer is 422.',
  'Page tokens are only valid for the query that produced them; a token used with a different query is rejected.',
  'Changing a filter while you page makes the cursor invalid: such a request is answered with 400.',
  'The token remembers the search. If the parameters do not match those of the first call, we answer 400.',
  'Cursors are bound to their filters. A cursor with other parameters is an error (`cursor_mismatch`).',
  'All further parameters have to be those of the call that gave the token; if they differ, or if we never gave the token, the answer is `400`.',
  'Keep the parameters. A `cursor` whose filters have changed is a 409.',
])('a cursor is refused with other filters: "%s"', (text) => {
  expect(refusesOther(text, 'cursor', 'filters')).toBe(true);
});

test.each([
  'The cursor keeps the order: with another sort order it is refused with `400`.',
  'Changing `sort` or the sort order between two pages is refused: the cursor is then answered with 400.',
])('a cursor is refused with another order: "%s"', (text) => {
  expect(refusesOther(text, 'cursor', 'order')).toBe(true);
});

test.each([
  'Filters may be changed between pages; an unknown cursor is refused with 400.',
  'A cursor that we never gave is refused with `400`.',
  'All other parameters must be the same as before, otherwise the result is undefined.',
  'If the filters change, the cursor is ignored and the first page is given.',
  'The cursor is refused with 400 when it is malformed. Filters narrow the list.',
  'An access token with other parameters than those it was made for is refused with 401.',
  'The same `Idempotency-Key` with other parameters is refused with 409.',
  'Unknown parameters are refused with 400, and so is a cursor of yesterday.',
  'With other filters the cursor may be refused with 400.',
  'The filter parameters must be the same on each page; an unknown cursor fails with 400.',
  'A cursor is valid only for the same query and for an hour; an expired one is a 410.',
  'Mixing a cursor with `page` parameters is an error.',
  'The parameters must be valid: a request with a cursor and a wrong filter is a 400.',
  'A cursor works with other filters too, where they are narrower; 400 is for broken ones.',
  'A cursor with changed filters is refused with 400 on the search endpoints.',
  'For exports, a cursor with changed filters is refused with 400.',
  'Other parameters than the cursor are refused with 400.',
  'A cursor carries the filters, so that they need not be sent again. A cursor that expired is a 410.',
])('nothing is said of other filters: "%s"', (text) => {
  expect(refusesOther(text, 'cursor', 'filters')).toBe(false);
});

test('the description of a cursor need not name it', () => {
  const text = 'Only together with the same filters as before; anything else is refused with 400.';
  expect(refusesOther(text, 'after', 'filters')).toBe(false);
  expect(refusesOther(text, 'after', 'filters', true)).toBe(true);
});
