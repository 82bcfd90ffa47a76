import { expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const shown = {
  description: 'd',
  content: { 'application/json': { schema: { type: 'object', properties: { barcode: text, title: text } } } },
};
const inPath = (...names: readonly string[]) => names.map((name) => ({ name, in: 'path', required: true, schema: text }));

/** Books that are put at their own barcode, and what a PUT below a shelf is called. */
const linkedIn = async (below: string, key: string, own = 'barcode') => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Shelves', version: '1' },
      paths: {
        '/shelves': { post: { responses: { 201: shown } } },
        [`/books/{${own}}`]: {
          parameters: inPath(own),
          get: { responses: { 200: shown } },
          put: { responses: { 200: shown, 201: shown } },
        },
        '/shelves/{shelfId}': { parameters: inPath('shelfId'), get: { responses: { 200: shown } } },
        [`/shelves/{shelfId}/${below}/{${key}}`]: {
          parameters: inPath('shelfId', key),
          put: { responses: { 204: { description: 'there' } } },
          delete: { responses: { 204: { description: 'gone' } } },
        },
      },
    }),
  );
  return contract.inferredResourceTypes.find(({ create }) => create.method === 'PUT')?.linked;
};

test('what a path below another calls by the same noun and the same key is what has them at its own path', async () => {
  expect(await linkedIn('books', 'barcode')).toBe('/books');
  expect(await linkedIn('books', 'bookId', 'bookId')).toBe('/books');
});

test('another noun, or another key, is no such thing', async () => {
  expect(await linkedIn('labels', 'barcode')).toBeUndefined();
  expect(await linkedIn('books', 'position')).toBeUndefined();
});
