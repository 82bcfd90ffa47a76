import { expect, test } from 'vitest';
import { isRefusedByWord } from '../../../../src/checks/families/query/breach-refused.ts';

test.for([
  ['`limit` says how many a page holds (1 to 100, otherwise 20); values outside get `400`.', true],
  ['`page` counts from 1, `limit` is at most 100; values outside of the\nallowed range are refused with `400`.', true],
  ['`limit` says how many a page holds (1 to 50, 20 if not given); other values give `400`.', true],
  ['Query parameters that break a rule are refused with 400.', true],
  ['Query and header parameters that break their schema are a `400`.', true],
  ['The answer is `400` if a query parameter does not match its schema.', true],
  ['A parameter out of range leads to a `400`.', true],
  ['Parameters that break their schema are a `400`; a `limit` above 100 may also be cut to 100.', false],
  ['Parameters that break their schema are listed in the `errors` of a 400.', false],
  ['Parameters out of range are clamped, a broken body is a 400.', false],
  ['A 400 tells that something is wrong with a parameter.', false],
  ['Pages hold up to 100. Values outside their bounds are an error (400), we do not quietly correct them.', true],
  ['Values outside the documented range are answered with 400 or cut to it.', false],
  ['In a body, values outside their bounds are an error (422).', false],
  ['`limit` is at most 100; values above are cut to 100.', false],
  ['`limit` can be set by each call; values outside get 400.', true],
  ['Values of `limit` outside its range are refused with 400. A `limit` out of range is moved to its end or refused.', false],
  ['`limit` is at most 100; values outside may get 400.', false],
  ['`offset` is at most 100; values outside get 400.', false],
  ['`limit` is at most 100.', false],
  ['A `page` or `limit` that is no whole number or below the minimum is refused with 400.', false],
  ['Values of `limit` outside are refused with 400. Limits above 100 are either refused with 400 or cut to 100.', false],
  ['A parameter that does not fit is answered with `400`. For `limit` outside its range the server may clamp instead.', false],
] as const)('whether a limit out of its range is refused, and not brought back to it: %s', ([description, expected]) => {
  expect(isRefusedByWord({ document: { info: { description } } }, 'limit', 'maximum')).toBe(expected);
});
