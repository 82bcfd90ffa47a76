import { expect, test } from 'vitest';
import { looseTokens } from '../../../src/contract/wire/loose-json.ts';

const texts = (written: string): readonly string[] => looseTokens(written).flatMap(({ kind, value }) => (kind === 'text' ? [value] : []));

test('texts are found in what is no JSON', () => {
  expect(texts('{"a":"b \\"c\\"","a":"d"} e')).toEqual(['a', 'b "c"', 'a', 'd']);
  expect(texts('{"a":"b","c":"}')).toEqual(['a', 'b', 'c']);
  expect(texts('{"a":"\\q","b":"open\n"c":"d"')).toEqual(['a', 'b', 'c', 'd']);
});

test('a text of any length is read in linear time, and so is one of marks that none closes', () => {
  const long = 'x'.repeat(12_000_000);
  expect(texts(`{"a":"${long}"`)).toEqual(['a', long]);
  expect(texts('\\"'.repeat(200_000)).length).toBeLessThan(2);
  expect(texts('"\\'.repeat(200_000)).length).toBeLessThan(2);
});
