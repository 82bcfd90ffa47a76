import { expect, test } from 'vitest';
import { memberOfRoles } from '../../../src/contract/infer/roles/members-of-roles.ts';
import { bayDocument, does } from '../../generators/bay-contract.ts';

const introduction = 'A **curator key** may do everything. A **porter key** may change loans. A **guest key** may change loans of its own.';

const path = '/loans/{loanId}';

const keptFrom = (said: string, own: readonly string[] = [], more = ''): string => {
  const patch = { ...does({}), description: said };
  const document = bayDocument(
    { [path]: { patch } },
    {},
    { info: { title: 'Loans', version: '1', description: `${introduction} ${more}` } },
  );
  const location = { operation: 'PATCH /loans/{loanId}', way: ['#', '#/paths/~1loans~1{loanId}/patch'] };
  const found = memberOfRoles(document, { location, path }, 'dailyFee', own);
  return found ? `${[...found.named].toSorted().join(',')}${found.isRefusalTold ? ' refused' : ''}` : 'nobody';
};

test.each<readonly [string, string]>([
  ['Members left out stay as they are. Only curators may change `dailyFee` (403).', 'guest,porter refused'],
  ['Only curators and porters can set `dailyFee`.', 'guest'],
  ['`dailyFee` can be changed by curators only.', 'guest,porter'],
  ['`note` and `dailyFee` may only be set by curators; others get a 403.', 'guest,porter'],
  ['Changing `dailyFee` is for curators only.', 'guest,porter'],
  ['Setting the daily fee requires the role curator.', 'guest,porter'],
  ['Guests may not change `dailyFee` or `note` (403).', 'guest refused'],
  ['The daily fee cannot be changed by guests.', 'guest'],
  ['Nobody but curators may change the daily fee of a loan.', 'guest,porter'],
])('"%s" keeps the member from %s', (said, expected) => {
  expect(keptFrom(said)).toBe(expected);
});

test.each<readonly [string, string]>([
  ['Set by curators only.', 'guest,porter'],
  ['In euros. Only curators may change it.', 'guest,porter'],
  ['Can only be changed by curators and porters.', 'guest'],
])('the description "%s" keeps the member from %s', (own, expected) => {
  expect(keptFrom('Changes a loan.', [own])).toBe(expected);
});

test('the introduction says it of the resource that it names', () => {
  expect(keptFrom('', [], 'Only curators may change the `dailyFee` of a loan.')).toBe('guest,porter');
  expect(keptFrom('', [], 'Only curators may change the `dailyFee` of a hall.')).toBe('nobody');
});

test.each([
  'Only curators may change loans.',
  'Only curators may change `note` (403).',
  'Only curators may change `dailyFee` once the loan is out.',
  'Only curators may change `dailyFee` to more than 100.',
  'Only curators may raise `dailyFee` above 100.',
  'Only curators see `dailyFee`.',
  '`dailyFee` is set by curators when the loan is agreed.',
  '`dailyFee` is usually set by curators only.',
  'Guests may change `dailyFee`.',
  'Only curators of the museum may change `dailyFee`.',
  'Curators may change `dailyFee`.',
  'Only whole numbers may be set as `dailyFee`.',
])('"%s" keeps it from nobody', (said) => {
  expect(keptFrom(said)).toBe('nobody');
});
