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
])('stays as it is: %s', (text) => {
  expect(withPlainRefusals(text, states, 'ledger')).toBe(text);
});
