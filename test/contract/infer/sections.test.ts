import { expect, test } from 'vitest';
import { refersTo, sectionsIn } from '../../../src/contract/infer/sections.ts';

test('a section has its paragraphs, and those of the sections in it', () => {
  const text = 'Before.\n\n# Requests\nOne\nline.\n\n## Repeating a request\n\nTwo.\n\nThree.\n## Keys ##\nFour.\n\n# Time\n\nFive.\n';
  expect(sectionsIn(text)).toEqual([
    { title: 'Requests', parts: ['One\nline.', 'Two.', 'Three.', 'Four.'] },
    { title: 'Repeating a request', parts: ['Two.', 'Three.'] },
    { title: 'Keys', parts: ['Four.'] },
    { title: 'Time', parts: ['Five.'] },
  ]);
  expect(sectionsIn('No heading at all, #1 of many.')).toEqual([]);
});

test.each<readonly [string, boolean]>([
  ['See "Repeating a request".', true],
  ['see [Repeating a request](#repeating-a-request)', true],
  ['More about it is [here](#repeating-a-request).', true],
  ['Described under Repeating a Request in the introduction.', true],
  ['See section Repeating a request', true],
  ['Names the request.', false],
  ['Repeating a request needs it.', false],
  ['See "Time".', false],
])('whether a text refers to a section: %s', (text, expected) => {
  expect(refersTo(text, 'Repeating a request')).toBe(expected);
});
