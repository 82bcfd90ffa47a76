import { expect, test } from 'vitest';
import { pagedLists } from '../../../src/checks/subjects/collection.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const number = { type: 'integer', minimum: 0 };

/** Where a list with cursors reports how many items all pages have, by the introduction and by the description of a number in its pages. */
const totalBy = async (introduction = '', description?: string): Promise<string | undefined> => {
  const page = {
    type: 'object',
    required: ['entries', 'next_cursor', 'matching'],
    properties: {
      entries: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } },
      next_cursor: { type: ['string', 'null'] },
      matching: { ...number, ...(description === undefined ? {} : { description }) },
    },
  };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Boats', version: '1', description: introduction },
      paths: {
        '/boats': {
          get: {
            parameters: [
              { name: 'page_size', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100 } },
              { name: 'cursor', in: 'query', description: '`next_cursor` of the page before', schema: { type: 'string' } },
            ],
            responses: { 200: { description: 'Boats', content: { 'application/json': { schema: page } } } },
          },
        },
      },
    }),
  );
  return pagedLists(contract)[0]?.paging.convention.total;
};

test.each<readonly [introduction: string, description?: string]>([
  ['`next_cursor` is null on the last page. `matching` counts the entries on all pages.'],
  ['Lists have pages.', 'Number of entries on all pages'],
  ['`matching` counts everything that fits the filters, not only the page.'],
  ['Lists have pages.', 'Number of all boats that match, not just the page'],
  ['Lists have pages.', 'The total across all of the pages, after filtering.'],
])('a count of the items of all pages is known by what is said of it: "%s" (%s)', async (introduction, description) => {
  expect(await totalBy(introduction, description)).toBe('$response.body#/matching');
});

test.each<readonly [introduction: string, description?: string]>([
  ['Lists have pages.'],
  ['`matching` says how many entries the page has.'],
  ['`matching` counts roughly the entries on all pages.'],
  ['`next_cursor` counts everything that fits the filters, not only the page.'],
  ['`matching` counts roughly everything that fits, not only the page.'],
  ['`matching` counts the page, not everything that fits.'],
  ['Lists have pages.', 'Counts all boats regardless of the filters, not only the page'],
  ['Lists have pages.', 'Number of pages'],
  ['`next_cursor` counts the entries on all pages.'],
])('another number is none: "%s" (%s)', async (introduction, description) => {
  expect(await totalBy(introduction, description)).toBeUndefined();
});
