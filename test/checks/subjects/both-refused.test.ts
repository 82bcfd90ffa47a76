import { expect, test } from 'vitest';
import { clausesOf } from '../../../src/checks/subjects/state-mentions.ts';

const clauses = (text: string): readonly string[] => clausesOf(text).map((one) => one.trim());

test.for<readonly [text: string, expected: readonly string[]]>([
  [
    'A letter without pages or one that is sent already gets `409`.',
    ['A letter without pages gets `409`.', 'one that is sent already gets `409`.'],
  ],
  [
    'A sent letter or one without pages is refused with 409.',
    ['A sent letter is refused with 409.', 'a letter without pages is refused with 409.'],
  ],
  [
    'Sets the date. A letter with no pages, or one that is sent gives 409.',
    ['Sets the date.', 'A letter with no pages gives 409.', 'one that is sent gives 409.'],
  ],
])('two things that one sentence refuses are read apart: "%s"', ([text, expected]) => {
  expect(clauses(text)).toEqual(expected);
});

test.for([
  'A letter without pages or stamps gets 409.',
  'A letter without pages or one with many pages gets 409.',
  'A letter without pages or one that is sent is shown last.',
  'A sent letter or one without pages can be kept.',
])('anything else stays one clause: "%s"', (text) => {
  expect(clauses(text)).toEqual([text]);
});
