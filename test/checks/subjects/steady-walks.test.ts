import { expect, test } from 'vitest';
import { pagedLists } from '../../../src/checks/subjects/collection.ts';
import { steadySentence } from '../../../src/checks/subjects/steady-walks.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

/** Does an introduction say that a walk through the pages of a list shows each item once, whatever comes meanwhile. */
const isSteady = async (introduction: string): Promise<boolean> => {
  const items = { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } };
  const number = (name: string) => ({ name, in: 'query', schema: { type: 'integer', minimum: 1 } });
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Press', version: '1', description: introduction },
      paths: {
        '/notes': {
          get: {
            parameters: [number('page'), number('perPage')],
            responses: { 200: { description: 'Notes', content: { 'application/json': { schema: items } } } },
          },
        },
      },
    }),
  );
  const [list] = pagedLists(contract);
  if (!list) throw new Error('the list has no pages');
  return steadySentence(contract, list) !== undefined;
};

test.each([
  'Items that come and go meanwhile never make a page repeat or skip another one.',
  'A walk through the pages shows each entry exactly once, also while others are added or removed.',
  'Going through the pages shows every entry exactly once. That also holds while others are added or removed in between.',
])('a walk is steady: "%s"', async (text) => {
  expect(await isSteady(text)).toBe(true);
});

test.each([
  'Where two items tie, the one with the smaller id comes first, so that paging neither skips nor repeats an item.',
  'As long as nothing changes, walking through all pages meets every entry exactly once.',
  'Paging through a list that does not change shows every object exactly once.',
  'A walk over an unchanged list shows each entry exactly once.',
  'Pages of lists which nobody changes show every entry only once.',
  // One row speaks of lists, another one of what is sent twice and removed.
  'Errors\n\n| status | meaning |\n|---|---|\n| 405 | `Allow` lists the methods there are |\n| 409 | not while it is removed |\n| 422 | see *Sending twice* |',
])('nothing is said of a walk that is disturbed: "%s"', async (text) => {
  expect(await isSteady(text)).toBe(false);
});
