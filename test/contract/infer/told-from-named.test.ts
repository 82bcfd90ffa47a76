import { expect, test } from 'vitest';
import { fromNamedIn, meansItemOf } from '../../../src/contract/infer/told-from-named.ts';

test.each([
  ['The weight of the crate if left out', 'weight', 'crate'],
  ['Defaults to the weight of the crate.', 'weight', 'crate'],
  ["Defaults to the crate's weight.", 'weight', 'crate'],
  ['In kilograms. If omitted, the unit price of the ware is used.', 'unit price', 'ware'],
  ['The time zone of the site, unless given.', 'time zone', 'site'],
  ['When it is not given, it is the language of the reader.', 'language', 'reader'],
  ['By default the colour of the boat', 'colour', 'boat'],
])('"%s"', (text, property, noun) => {
  expect(fromNamedIn([text])).toEqual({ property, noun });
});

test.each([
  'The weight of the crate',
  'Usually the weight of the crate if left out',
  'Twice the weight of the crate if left out',
  'The weight of the crate or 1 if left out',
  'The weight of the crate plus its lid, if left out',
  'If left out, the weight of the crate is not checked.',
  'The default of the crate is kept.',
  'Kept as it is if left out',
])('nothing is told by "%s"', (text) => {
  expect(fromNamedIn([text])).toBeUndefined();
});

test('a noun means what is in a collection of its name', () => {
  expect(['crate', 'crates', 'lid'].map((noun) => meansItemOf(noun, '/crates'))).toEqual([true, true, false]);
  expect(['plant', 'house plant', 'house'].map((noun) => meansItemOf(noun, '/house-plants'))).toEqual([true, true, false]);
});
