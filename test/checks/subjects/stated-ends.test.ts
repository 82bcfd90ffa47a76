import { expect, test } from 'vitest';
import { endingLists } from '../../../src/checks/subjects/stated-ends.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const whole = { type: 'integer', minimum: 1 };

/** Kites on pages that are counted, with what the document says of the number of the next one, or of its link. */
const endsOf = async ({ member, header }: { readonly member?: string; readonly header?: string }): Promise<readonly string[]> => {
  const kite = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
  const page = {
    type: 'object',
    properties: {
      items: { type: 'array', items: kite },
      total_count: { type: 'integer' },
      ...(member !== undefined && { next_page: { type: 'integer', nullable: true, description: member } }),
    },
  };
  const headers = header === undefined ? {} : { headers: { Link: { description: header, schema: { type: 'string' } } } };
  const contract = await loadContract(
    writeDocument({
      openapi: '3.0.3',
      info: { title: 'Kites', version: '1' },
      paths: {
        '/kites': {
          get: {
            parameters: ['page', 'page_size'].map((name) => ({ name, in: 'query', schema: whole })),
            responses: { 200: { description: 'A page', ...headers, content: { 'application/json': { schema: page } } } },
          },
        },
      },
    }),
  );
  return endingLists(contract).flatMap(({ ends }) => ends.map(({ shows, isImplied }) => (isImplied ? 'implied' : shows)));
};

test.each<readonly [string, readonly string[]]>([
  ['Null on the last page.', ['null']],
  ['Null if there is nothing after this page.', ['null']],
  ['Null if no page follows.', ['null']],
  ['Null where no items come behind this page.', ['null']],
  ['Null where there is no such page.', ['null']],
  ["Null if that page doesn't exist.", ['null']],
  ["Null if there isn't one.", ['null']],
  ['May be null if there is nothing after this page.', []],
  ['Null after a page was removed.', ['implied']],
  ['Null where there is no such kite.', ['implied']],
  ['The number of the next page.', ['implied']],
  ['The number of the next page, which is never null.', []],
  ['The number of the page for later polling.', []],
])('what the last page has in place of its number: %s', async (member, expected) => {
  expect(await endsOf({ member })).toEqual(expected);
});

test.each<readonly [string, readonly string[]]>([
  ['Has rel="next" as long as there is a further page.', ['absent']],
  ['As long as there is a next page, it is here as rel="next".', ['absent']],
  ['While there is a further page, it may have rel="next".', []],
  ['The link to the next page.', []],
])('what the last page has in place of its link: %s', async (header, expected) => {
  expect(await endsOf({ header })).toEqual(expected);
});

/** Kites on pages that a cursor leads through, by what the introduction says of it. */
const shownByCursor = async (description: string): Promise<readonly string[]> => {
  const kite = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
  const page = {
    type: 'object',
    properties: { items: { type: 'array', items: kite }, next_page_token: { type: 'string', nullable: true } },
  };
  const contract = await loadContract(
    writeDocument({
      openapi: '3.0.3',
      info: { title: 'Kites', version: '1', description },
      paths: {
        '/kites': {
          get: {
            parameters: [
              {
                name: 'page_token',
                in: 'query',
                description: 'Cursor: the `next_page_token` of the page before.',
                schema: { type: 'string' },
              },
              { name: 'limit', in: 'query', schema: whole },
            ],
            responses: { 200: { description: 'A page', content: { 'application/json': { schema: page } } } },
          },
        },
      },
    }),
  );
  return endingLists(contract).flatMap(({ ends }) => ends.map(({ shows }) => shows));
};

test.each<readonly [string, readonly string[]]>([
  ['`next_page_token` is the cursor of the next page, or `null` on the last one; pass it as `page_token`.', ['null']],
  ['`next_page_token` is the cursor of the next page (an opaque text, of any length), or `null` where there is no such page.', ['null']],
  ['`next_page_token` is the cursor of the next page, with all filters, or null on the last page.', ['null']],
  ['`next_page_token` is the cursor of the next page, beside `total`, or null on the last page.', []],
  ['`next_page_token` is the cursor of the next page, which is `null` on the last one.', ['null']],
  ['`next_page_token` is the cursor of the next page, which has a `total` that is null on the last one.', []],
  ['`next_page_token` is the cursor of the next page (or may be `null` on the last one).', []],
  ['`next_page_token` is the cursor of the next page, or is left out on the last one.', ['absent']],
  ['`next_page_token` is the cursor of the next page, `total` is null on the last one.', []],
  ['`next_page_token` is the cursor of the next page, or may be `null` on the last one.', []],
  ['Take `next_page_token` from the body and send it as `page_token` for the next page. It is null on the last page.', ['null']],
  ['Send `next_page_token` of the body to get the next page. It is null on the last page.', ['null']],
  ['`next_page_token` is what you send as `page_token` to get on; it is `null` on the last page.', ['null']],
  ['`next_page_token` is what you send as `page_token` to get on; `wind` blows, it is `null` on the last page.', []],
  // "It" is something else here.
  ['Take `next_page_token` from the body; a page has a `wind` of its own. It is null on the last page.', []],
  ['Send it as `page_token` for the next page. It is null on the last page.', []],
])('what is sent on is what the last page lacks: %s', async (description, expected) => {
  expect(await shownByCursor(description)).toEqual(expected);
});
