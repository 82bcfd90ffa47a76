import { expect, test } from 'vitest';
import { isShownAsSent } from '../../../src/checks/subjects/shown-as-sent.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const decimal = { type: 'string', pattern: '^[0-9]{1,4}(\\.[0-9]{1,3})?$' };

test.each<readonly [boolean, object, string, string]>([
  [true, decimal, '6.65', '6.650'],
  [true, decimal, '872', '872.00'],
  [true, decimal, '10.50', '10.5'],
  [true, { type: 'string', pattern: '^-?\\d+\\.\\d{2}$' }, '-1.50', '-1.5'],
  [true, { type: 'string', format: 'decimal' }, '0.10', '0.1'],
  [true, { type: 'string', pattern: '^(?!0+(\\.0+)?$)\\d{1,7}(\\.\\d{1,3})?$' }, '12.5', '12.500'],
  [false, { type: 'string', pattern: '^\\d+(\\.\\d+)*$' }, '1.10', '1.1'],
  [false, decimal, '6.65', '6.6'],
  [false, decimal, '100', '10'],
  [false, decimal, '6.05', '6.5'],
  [false, { type: 'string', maxLength: 9 }, '1.10', '1.1'],
])('it is %s of %o that "%s" may be shown as "%s"', async (expected, schema, sent, shown) => {
  const contract = await bayContract(bayDocument({ '/stays': { get: does({}) } }));
  expect(isShownAsSent(contract, schema as Readonly<Record<string, unknown>>, 'litres', sent, shown)).toBe(expected);
});

test.each<readonly [isShown: boolean, ofMember: string, ofOperation: string]>([
  [true, 'Stored in lower case.', ''],
  [true, 'Kept in lowercase', ''],
  [true, '', 'The title is stored in lower case.'],
  [true, '', 'Titles are turned into lower case before they are kept.'],
  [false, '', ''],
  [false, 'What it is called.', 'The host is stored in lower case.'],
  [false, 'What it is called.', 'Titles are compared without their case.'],
])('it is %s that a title may come back in one case: member "%s", operation "%s"', async (isShown, ofMember, ofOperation) => {
  const contract = await bayContract(bayDocument({ '/stays': { get: does({ description: ofOperation }) } }));
  const schema = { type: 'string', description: ofMember };
  expect(isShownAsSent(contract, schema, 'title', 'Two Nights', 'two nights')).toBe(isShown);
  expect(isShownAsSent(contract, schema, 'title', 'Two Nights', 'two night')).toBe(false);
});
