import { expect, test } from 'vitest';
import { speaksOfAccounts } from '../../../src/checks/subjects/accounts-apart.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const speaks = async (description: string, member = 'title'): Promise<boolean> => {
  const schema = { type: 'object', properties: { [member]: { type: 'string' } } };
  return speaksOfAccounts(
    await loadContract(
      writeToolDocument({
        openapi: '3.0.3',
        info: { title: 'Atlas', version: '1', description },
        paths: { '/maps': { get: { responses: { 200: { description: 'All', content: { 'application/json': { schema } } } } } } },
      }),
    ),
  );
};

test.each([
  'Maps belong to the account that made them.',
  'Only your maps are listed.',
  'Lists the maps that you may see.',
  'A map is private.',
  'Those of another team are 404.',
])('a document that says "%s" speaks of accounts', async (description) => {
  expect(await speaks(description)).toBe(true);
});

test.each(['', 'Send your key as `X-Key`.', 'Above that you get 429.', 'Maps of the town.'])(
  'a document that says "%s" does not',
  async (description) => {
    expect(await speaks(description)).toBe(false);
  },
);

test('a member that names who has something speaks of accounts too', async () => {
  expect(await speaks('Maps of the town.', 'ownerId')).toBe(true);
});
