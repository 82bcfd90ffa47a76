import { expect, test } from 'vitest';
import { withPlainRefusals } from '../../../src/checks/subjects/plain-refusals.ts';

const states = ['open', 'closed', 'sealed'].map((name) => ({ member: 'state', name, value: name }));

test.each([
  ['Closed ledgers take remarks, sealed ones do not (409).', 'sealed ledgers are refused (409).'],
  ['Everybody can. Open and closed ledgers can be changed, but sealed ledgers cannot.', 'Everybody can. sealed ledgers are refused (409).'],
  ['For clerks. Not in closed or `sealed` ledgers (`409`, `no`).', 'For clerks. closed or `sealed` ledgers are refused (`409`, `no`).'],
  ['Open and closed ledgers can be sealed, one that is sealed already cannot (409).', 'sealed ledgers are refused (409).'],
  ['Open ledgers can be closed, but those which are already closed or sealed cannot.', 'closed or sealed ledgers are refused (409).'],
  ['Sealed ledgers stay for good (409).', 'Sealed ledgers are refused (409).'],
  ['Deletes an open ledger and its pages. Other ledgers can only be sealed (`409`).', 'Only for open ledgers (409).'],
  [
    'Removes an `open` or closed ledger; all others are refused (409). Nobody is told.',
    'Only for `open` or closed ledgers (409). Nobody is told.',
  ],
  ['Seals a closed ledger. Others cannot be sealed (409).', 'Only for closed ledgers (409).'],
])('%s', (text, expected) => {
  expect(withPlainRefusals(text, states, 'ledger')).toBe(expected);
});

test.each([
  'Sealed ledgers stay for good.',
  'Not in the first year of sealed ledgers (409).',
  'Only open ledgers take remarks, sealed ones do not.',
  'Closed ledgers take remarks, sealed ones do not need any.',
  'Open ledgers can be sealed, one that is sealed already cannot be read (409).',
  'Open ledgers can be sealed, one that is old already cannot (409).',
  'Closed books take remarks, sealed ones do not.',
  'Deletes an open ledger and its pages. Other ledgers can only be sealed.',
  'Deletes an open ledger. Other books can only be sealed (409).',
  'Deletes an open ledger, if nobody reads it. Other ledgers can be sealed (409).',
  'Deletes a ledger. Other ledgers can only be sealed (409).',
  'Deletes an open ledger. Other ledgers can only be sealed by their owner (409).',
  'Deletes an open ledger that is empty. Other ledgers can only be sealed (409).',
  'Deletes an open ledger, unless somebody reads it. Other ledgers can only be sealed (409).',
])('stays as it is: %s', (text) => {
  expect(withPlainRefusals(text, states, 'ledger')).toBe(text);
});
