import { expect, test } from 'vitest';
import { saysOnce, sentencesAbout } from '../../../src/contract/infer/told-once.ts';

test.each([
  'An item can be an ingredient only once (`422`).',
  'A guest may be on the list at most once.',
  'No item may be on the order more than once (`409`, `duplicate_line`).',
  'No seat can appear twice in one booking.',
  'Up to ten tags, each of them once.',
  'The seats, every seat at most once.',
  'Each tag only once.',
  'Never the same ware twice.',
  'The colours in order, without repetitions.',
])('nothing stands twice by "%s"', (sentence) => {
  expect(saysOnce(sentence)).toBe(true);
});

test.each([
  'An order can be cancelled only once.',
  'The lines can be changed only once.',
  'The items, each once it is ready.',
  'Each line is processed once.',
  'Each of them once per minute.',
  'No ware may be on two shelves.',
  'No more than once a day.',
  'A ware can be on the list only once; a second one is added up.',
  'Items can be on the list more than once.',
  'Labels must differ from the name.',
  'Values must be different from zero.',
  'Names must all be unique per customer.',
  'Lines must be distinct in price.',
  'A tag may appear only once a day.',
  'A tag must not be repeated more than three times.',
  'A line may only be included once it is priced.',
  'The same tag may not be used twice, a second one replaces the first.',
  'Ids must not be used twice by different users.',
  'Vouchers, each can be used only once.',
  'Stored in lower case, each once; the order is not kept.',
  'The words are kept as they came, every one only once.',
  'Labels are stored in lower case, without duplicates and in alphabetical order.',
])('nothing is said of what stands twice by "%s"', (sentence) => {
  expect(saysOnce(sentence)).toBe(false);
});

test('a sentence is about a list that its code names', () => {
  expect(sentencesAbout('No item may be on the order more than once (`409`, `duplicate_line`). Drafts stay.', 'lines')).toBe(
    'No item may be on the order more than once (`409`, `duplicate_line`).',
  );
});
