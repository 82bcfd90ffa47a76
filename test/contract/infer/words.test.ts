import { expect, test } from 'vitest';
import { wordsOf } from '../../../src/contract/infer/words.ts';

test.each([
  ['bulkDelete', ['bulk', 'delete']],
  ['HTTPServer', ['http', 'server']],
  ['anXMLFile', ['an', 'xml', 'file']],
  ['APIKeyID', ['api', 'key', 'id']],
  ['page2Size', ['page2', 'size']],
  ['sort-by_name', ['sort', 'by', 'name']],
])('%s has the words %j', (name, words) => {
  expect(wordsOf(name)).toEqual(words);
});

test('a long text in capitals takes no time', () => {
  const before = performance.now();
  expect(wordsOf('\u00C9'.repeat(100_000))).toHaveLength(1);
  expect(performance.now() - before).toBeLessThan(2000);
});
