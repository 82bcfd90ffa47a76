import { expect, test } from 'vitest';
import { isNoStatement, isNotPromised, isOfOtherTime } from '../../../src/contract/infer/not-demanded.ts';

test.each([
  'The order is not guaranteed.',
  'There is no guarantee that names are unique.',
  "Don't rely on it.",
  "Clients shouldn't depend on this.",
  'Best effort: newest first.',
  'Newest first where possible.',
  'The order may change at any time.',
  'Which of them comes first is up to the server.',
  'The order is not specified.',
])('promises nothing: %s', (sentence) => {
  expect(isNotPromised(sentence)).toBe(true);
});

test.each([
  'Guaranteed to be newest first.',
  'Gift lines do not count.',
  'Parts of a name do not count.',
  'The price may not be negative.',
  'The match does not depend on the case of letters.',
])('promises: %s', (sentence) => {
  expect(isNotPromised(sentence)).toBe(false);
});

test.each([
  'In earlier versions it was the net alone.',
  'Until 2023 sorted by weight.',
  'The old endpoint sorted by name.',
  'It used to filter.',
])('is about another time: %s', (sentence) => {
  expect(isOfOtherTime(sentence)).toBe(true);
});

test.each([
  'Orders until the end of the day, the oldest first.',
  'Used to filter the list by name.',
  'The key that is used to sort the list.',
  'Up to 10 ids, separated by commas.',
  'Only bookings in the past.',
  'Orders placed before 2026-01-31.',
  'The previous version of the page is refused.',
  'A name that was used previously is refused.',
])('is about this time: %s', (sentence) => {
  expect(isOfOtherTime(sentence)).toBe(false);
});

test.each([
  ['Can clerks remove notes?', true],
  ['Suppose a clerk may not remove notes.', true],
  ['E.g. newest first.', true],
  ['It is not the case that clerks may remove notes.', true],
  ['Clerks may remove notes.', false],
])('states nothing: %s %s', (sentence, expected) => {
  expect(isNoStatement(sentence)).toBe(expected);
});
