import { expect, test } from 'vitest';
import { withPlainRefusals } from '../../../src/checks/subjects/plain-refusals.ts';

const states = ['open', 'closed', 'sealed'].map((name) => ({ member: 'state', name, value: name }));

test.each([
  ['Closed ledgers take remarks, sealed ones do not (409).', 'sealed ledgers are refused (409).'],
  ['Everybody can. Open and closed ledgers can be changed, but sealed ledgers cannot.', 'Everybody can. sealed ledgers are refused (409).'],
  ['For clerks. Not in closed or `sealed` ledgers (`409`, `no`).', 'For clerks. closed or `sealed` ledgers are refused (`409`, `no`).'],
  ['Sealed ledgers stay for good (409).', 'Sealed ledgers are refused (409).'],
])('%s', (text, expected) => {
  expect(withPlainRefusals(text, states, 'ledger')).toBe(expected);
});

test.each([
  'Sealed ledgers stay for good.',
  'Not in the first year of sealed ledgers (409).',
  'Only open ledgers take remarks, sealed ones do not.',
  'Closed ledgers take remarks, sealed ones do not need any.',
  'Closed books take remarks, sealed ones do not.',
])('stays as it is: %s', (text) => {
  expect(withPlainRefusals(text, states, 'ledger')).toBe(text);
});
