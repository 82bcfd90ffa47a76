import { expect, test } from 'vitest';
import type { Schema } from '../../src/contract/model.ts';
import { isSettable } from '../../src/generators/whole-body.ts';

const text = { type: 'string' };

test.each<readonly [string, Schema]>([
  ['external_id', text],
  ['externalRef', { type: ['string', 'null'], maxLength: 50 }],
  ['legacyNumber', text],
  ['reference', { ...text, description: 'Your own reference, shown on the bill' }],
  ['orderId', { ...text, description: 'Id of the order in your system' }],
])('a member by which the caller knows the thing may be set: %s', (name, schema) => {
  expect(isSettable({ name, required: false, schema })).toBe(true);
});

test.each<readonly [string, Schema]>([
  ['external_id', { type: 'integer' }],
  ['external_id', { ...text, format: 'uuid' }],
  ['externalAccountId', text],
  ['external_ref', { ...text, description: 'Must exist in the ledger' }],
  ['reference', { ...text, description: 'Reference of an order of yours' }],
  ['orderId', { ...text, description: 'Id of the order that we gave you, as it is in your books' }],
  ['owner', text],
])('a member that may name something here is not: %s', (name, schema) => {
  expect(isSettable({ name, required: false, schema })).toBe(false);
});
