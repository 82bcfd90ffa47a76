import { expect, test } from 'vitest';
import { saysApart, saysHidden } from '../../../src/checks/subjects/accounts-apart.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const contractSaying = (description: string) =>
  bayContract({ ...bayDocument({ '/notes': { get: does({}) } }), info: { title: 'Notes', version: '1', description } });

test.each([
  'A key sees its own account only. Objects of other accounts are answered like unknown ones.',
  'Notes of other organisations do not exist for you.',
  'What belongs to another account is answered with 404.',
  'A record of another practice looks like a missing one.',
])('what belongs to others is hidden: %s', async (description) => {
  const contract = await contractSaying(description);
  expect([saysApart(contract), saysHidden(contract)]).toEqual([true, true]);
});

test.each([
  'Accounts may share notes with other accounts.',
  'Keys of other accounts look like this one: `pk_1`.',
  'Unknown ids are answered with 404.',
])('nothing is hidden: %s', async (description) => {
  expect(saysHidden(await contractSaying(description))).toBe(false);
});
