import { expect, test } from 'vitest';
import { suitedMembers } from '../../../src/contract/infer/suited-members.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const whole = { type: 'integer' };
const text = { type: 'string' };
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const book = {
  description: 'It',
  ...json(object({ id: text, title: text, pageCount: whole, page: whole, noteCount: whole, shelf: text })),
};
const parameters = [{ name: 'bookId', in: 'path', required: true, schema: text }];

/** How the number of an action suits its book. */
const suitedTo = async (description: string, body: Readonly<Record<string, object>>) => {
  const contract = await loadContract(
    writeDocument({
      openapi: '3.0.3',
      info: { title: 'Books', version: '1' },
      paths: {
        '/books': { post: { requestBody: json(object({ title: text })), responses: { 201: book } } },
        '/books/{bookId}': {
          parameters,
          get: { responses: { 200: book } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/books/{bookId}/mark': {
          parameters,
          post: {
            description,
            requestBody: { required: true, ...json(object(body, Object.keys(body))) },
            responses: { 200: book, 422: { description: 'Wrong' } },
          },
        },
      },
    }),
  );
  const mark = contract.operations.find(({ path }) => path.endsWith('mark'));
  return (mark ? suitedMembers(contract, mark) : []).flatMap((one) =>
    one.kind === 'least'
      ? [`${one.member} least ${one.of}`]
      : one.kind === 'amount'
        ? [`${one.member} ${one.rule} ${one.of}${one.isSet ? ' set' : ''}`]
        : [],
  );
};

test.each([
  ['The page cannot be above the page count (`422`).', { page: whole }, 'page most pageCount set'],
  ['`page` must be at most `pageCount`.', { page: whole }, 'page most pageCount set'],
  ['`422` if `page` is above `pageCount`.', { page: whole }, 'page most pageCount set'],
  ['Marks a page.', { page: { ...whole, description: 'Not more than the page count' } }, 'page most pageCount set'],
  // The last page ends something, so that any page before it will do.
  ['`page` must not exceed `pageCount`; a reader who reaches it has read the book.', { page: whole }, 'page most pageCount'],
  ['`step` must not exceed `pageCount`.', { step: whole }, 'step most pageCount'],
  ['The page cannot be below the note count.', { page: whole }, 'page least noteCount'],
  ['`page` must be greater than `noteCount`.', { page: whole }, 'page least noteCount'],
  ['A `page` below `noteCount` is refused with `422`, a book that is not open with `409`.', { page: whole }, 'page least noteCount'],
  ['`page` must not exceed `pageCount`. A page below `noteCount` is refused with `422`.', { page: whole }, 'page most pageCount set'],
])('a number that a text bounds by one of the resource suits it: %s', async (description, body, expected) => {
  expect(await suitedTo(description, body)).toEqual([expected]);
});

test.each([
  ['The page may be above the page count.', { page: whole }],
  ['The page is usually at most the page count.', { page: whole }],
  ['The page may be below the page count.', { page: whole }],
  ['A page below the page count is usual.', { page: whole }],
  ['A `page` below `pageCount` is refused with `422` by some, a book that is out with `409`.', { page: text }],
  ['The page cannot be above the page count of all books.', { page: whole }],
  ['The page cannot be above the shelf.', { page: whole }],
  ['`page` must not exceed `pageCount`.', { page: text }],
  // The body names both.
  ['`page` must not exceed `pageCount`.', { page: whole, pageCount: whole }],
  // Which one it is that counts is not clear.
  ['`page` must not exceed `pageCount`. `page` must not exceed `noteCount`.', { page: whole }],
])('nothing is read from %s %j', async (description, body) => {
  expect(await suitedTo(description, body)).toEqual([]);
});
