import { expect, test } from 'vitest';
import { isOfOtherValue } from '../../../src/checks/subjects/kept-with-value.ts';
import type { Schema } from '../../../src/contract/model.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const others: Readonly<Record<string, Schema>> = {
  outcome: { type: 'string', enum: ['delivered', 'sent_back', 'lost', 'new'] },
  kind: { type: 'string', enum: ['box', 'letter'], default: 'box' },
  insured: { type: 'boolean', default: false },
};

const isOther = async (description: string, object: Readonly<Record<string, unknown>>): Promise<boolean> => {
  const { document } = await bayContract(bayDocument({ '/stays': { get: does({}) } }));
  const members = new Map<string, Schema>([...Object.entries(others), ['note', { type: 'string', description }]]);
  return isOfOtherValue(document, members, 'note', object);
};

test.each<readonly [string, Readonly<Record<string, unknown>>]>([
  ['Required if `outcome` is `sent_back`', { outcome: 'lost' }],
  ['Only with outcome `sent_back` or `lost`.', { outcome: 'delivered' }],
  ['Needed when the parcel is sent back.', { outcome: 'lost' }],
  ['What the sender is told if `outcome` is "new"', {}],
  ['For `letter` only', {}],
  ['Ignored when `kind` is `letter`', { kind: 'letter' }],
  ['Required unless `outcome` is `delivered`', { outcome: 'delivered' }],
  ['Where `insured` is `true`: the number of the policy', {}],
])('a member with "%s" need not be kept beside %o', async (description, object) => {
  expect(await isOther(description, object)).toBe(true);
});

test.each<readonly [string, Readonly<Record<string, unknown>>]>([
  ['Required if `outcome` is `sent_back`', { outcome: 'sent_back' }],
  ['For `letter` only', { kind: 'letter' }],
  ['For `box` only', {}],
  ['Ignored when `kind` is `letter`', { kind: 'box' }],
  ['Where `insured` is `true`: the number of the policy', { insured: true }],
  ['Shown to the driver when the van leaves', { outcome: 'lost' }],
  ['What is in it, with the new name', { outcome: 'lost' }],
  ['Text of the letter', { kind: 'box' }],
  ['True if somebody signed for it', { outcome: 'lost' }],
  ['', { outcome: 'lost' }],
])('a member with "%s" is kept beside %o', async (description, object) => {
  expect(await isOther(description, object)).toBe(false);
});
