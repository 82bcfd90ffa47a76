import { expect, test } from 'vitest';
import { traversalEnds } from '../../../../src/checks/families/pagination/traversals.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import { writeToolDocument } from '../../../worlds/old-dialect.ts';

const text = { type: 'string' };

/** For how many ways of paging a list of bulletins is held to an end, by its description. */
const held = async (description: string): Promise<number> => {
  const item = { type: 'object', required: ['id'], properties: { id: text, subject: text } };
  const page = {
    type: 'object',
    required: ['items'],
    properties: { items: { type: 'array', items: item }, next_cursor: { type: 'string', nullable: true } },
  };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'Harbour office', version: '1' },
      paths: {
        '/bulletins': {
          get: {
            description,
            parameters: [
              { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 50 } },
              { name: 'cursor', in: 'query', schema: text },
            ],
            responses: { 200: { description: 'A page', content: { 'application/json': { schema: page } } } },
          },
        },
      },
    }),
  );
  return traversalEnds.locations(contract).length;
};

test.each<readonly [string, number]>([
  ['The bulletins of the harbour.', 1],
  ['The last page has no `next_cursor`.', 1],
  ['`next_cursor` is always there: keep it and ask again later for what has come since.', 0],
  ['A feed. The cursor is never null; poll again later.', 0],
  ['A cursor is given also on the last page.', 0],
])('a list of which the document says "%s"', async (description, expected) => {
  expect(await held(description)).toBe(expected);
});
