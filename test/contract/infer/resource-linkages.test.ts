import { expect, test } from 'vitest';
import { additionsTo } from '../../../src/contract/infer/additions.ts';
import { countsNeeded } from '../../../src/contract/infer/counts-needed.ts';
import { linkedOfOwn } from '../../../src/contract/infer/linked-of-own.ts';
import { additionsFor } from '../../../src/contract/infer/needed-below.ts';
import { typesAlwaysNamedIn, typesNamedIn } from '../../../src/contract/infer/references.ts';
import { resourceIn } from '../../../src/contract/infer/suited-members.ts';
import { operationOf } from '../../../src/contract/operation.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { contractIn } from '../last-contracts.ts';

const text = { type: 'string' };
const type = 'application/vnd.api+json';
const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const linkage = (name: string) => object({ type: { ...text, enum: [name] }, id: text });
const one = (name: string) => object({ data: linkage(name) });
const some = (name: string) => object({ data: { type: 'array', items: linkage(name) } });
const asks = (schema: object) => ({ requestBody: { required: true, content: { [type]: { schema } } } });
const shows = (status: string, schema: object) => ({ responses: { [status]: { description: 'It', content: { [type]: { schema } } } } });
const at = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const made = (name: string, attributes: object, relationships: object, required = Object.keys(relationships)) =>
  object({
    data: object({ type: { ...text, enum: [name] }, attributes: object(attributes), relationships: object(relationships, required) }),
  });
const shown = (name: string, attributes: object, relationships: object) =>
  object({
    data: object({ type: { ...text, enum: [name] }, id: text, attributes: object(attributes), relationships: object(relationships) }),
  });

/** Shelves of a library with their books, as resource objects. */
const shelves = () =>
  contractIn(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Shelves', version: '1' },
      paths: {
        '/authors': { post: { ...asks(made('authors', { name: text }, {})), ...shows('201', shown('authors', { name: text }, {})) } },
        '/authors/{authorId}': {
          ...at('authorId'),
          get: shows('200', shown('authors', { name: text }, {})),
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/books': {
          post: {
            ...asks(made('books', { title: text }, { author: one('authors') })),
            ...shows('201', shown('books', { title: text }, { author: one('authors') })),
          },
        },
        '/books/{bookId}': {
          ...at('bookId'),
          get: shows('200', shown('books', { title: text }, { author: one('authors') })),
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/shelves': {
          post: {
            ...asks(made('shelves', { room: text }, { keeper: one('authors'), books: some('books') }, ['keeper'])),
            ...shows('201', shown('shelves', { room: text }, { books: some('books') })),
          },
        },
        '/shelves/{shelfId}': {
          ...at('shelfId'),
          get: shows('200', shown('shelves', { room: text }, { books: some('books') })),
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/shelves/{shelfId}/relationships/books': { ...at('shelfId'), post: { ...asks(some('books')), ...shows('200', some('books')) } },
        '/shelves/{shelfId}/repairs': {
          ...at('shelfId'),
          post: {
            ...asks(made('repairs', { note: text }, { book: one('books'), binder: one('authors') })),
            ...shows('201', shown('repairs', { note: text }, { book: one('books') })),
          },
        },
      },
    }),
  );

test('what relationships name is known, and whether a body always names it', async () => {
  const contract = await shelves();
  const named = (key: string): readonly string[] => typesNamedIn(contract, operationOf(contract, key)).map(({ name }) => name);
  expect(named('POST /books')).toEqual(['/authors']);
  expect(named('POST /shelves').toSorted()).toEqual(['/authors', '/books']);
  expect(typesAlwaysNamedIn(contract, operationOf(contract, 'POST /books')).map(({ name }) => name)).toEqual(['/authors']);
  expect(typesAlwaysNamedIn(contract, operationOf(contract, 'POST /shelves')).map(({ name }) => name)).toEqual(['/authors']);
});

test('the address of a relationship adds what it is called after, at least one of it', async () => {
  const contract = await shelves();
  const shelf = contract.inferredResourceTypes.find(({ name }) => name === '/shelves');
  if (!shelf) throw new Error('the document has no shelves');
  const key = 'POST /shelves/{shelfId}/relationships/books';
  expect(additionsTo(contract, shelf).find(({ operation }) => operation.key === key)?.called.nouns).toEqual(['books', 'book']);
  expect(countsNeeded(contract, operationOf(contract, key)).get('data')).toBe(1);
  const book = contract.inferredResourceTypes.find(({ name }) => name === '/books');
  expect(book && additionsFor(contract, operationOf(contract, 'POST /shelves'), book).map(({ operation }) => operation.key)).toEqual([]);
});

test('a relationship of what is created below a resource names one that the resource lists', async () => {
  const contract = await shelves();
  const repair = operationOf(contract, 'POST /shelves/{shelfId}/repairs');
  const way = (name: string) => ['data', 'relationships', name, 'data', 'id'];
  expect(linkedOfOwn(contract, repair, way('book'))).toBe('books');
  expect(linkedOfOwn(contract, repair, way('binder'))).toBeUndefined();
  expect(linkedOfOwn(contract, repair, ['data', 'attributes', 'note'])).toBeUndefined();
  expect(linkedOfOwn(contract, operationOf(contract, 'POST /books'), way('author'))).toBeUndefined();
});

test('a resource object is read with what its relationships name', () => {
  const books = [{ type: 'books', id: 'b1' }];
  const data = {
    type: 'shelves',
    id: 's1',
    attributes: { room: 'x', id: 'y' },
    relationships: { books: { data: books }, owner: { links: {} } },
  };
  expect(resourceIn({ data })).toMatchObject({ id: 's1', room: 'x', books });
  const other = { id: 's1', attributes: { room: 'x' } };
  expect(resourceIn({ shelf: other })).toEqual(other);
});
