import { expect, test } from 'vitest';
import { saysEmptied } from '../../../src/contract/infer/told-emptied.ts';
import { namesIn } from '../../../src/contract/infer/told-removals.ts';

const names = { parent: namesIn('/suppliers'), child: namesIn('/suppliers/{supplierId}/prices') };

const says = (removal: string, list = ''): boolean =>
  saysEmptied({ removal: ['Remove a supplier', removal], list: ['Prices', list] }, names);

test.each([
  'A supplier with open orders cannot go (409, open_orders). Otherwise the supplier is archived, its price list is emptied, and every item that had it as default supplier is left without one.',
  'Archives the supplier and empties its price list.',
  'The supplier is archived and its list of prices is cleared as well.',
  'This also clears the price list of the supplier.',
  'When the supplier is deleted, its price list is emptied.',
  'The supplier is retired, leaving its price list empty.',
])('a removal empties the list: %s', (text) => {
  expect(says(text)).toBe(true);
});

test.each([
  'Archives the supplier.',
  'The supplier is archived, its price list is kept.',
  'If `purge` is set, its price list is emptied.',
  'Archives the supplier. Its price list is not emptied.',
  'Archives the supplier. Its price list is emptied after 30 days.',
  'Its price list may be emptied.',
  'Otherwise its price list is emptied.',
  'The supplier is archived, its order list is emptied.',
  'The supplier is archived, its price list is emptied unless orders are open.',
  'A supplier whose price list is emptied can go.',
  'The price list has to be emptied before.',
  'Archives the supplier. Empties the cart.',
  'Archives the supplier. Its price list is emptied. This takes a few minutes.',
  'The supplier is archived; its price list is emptied. The work is queued.',
  'In the sandbox, its price list is emptied.',
])('nothing is said of it: %s', (text) => {
  expect(says(text)).toBe(false);
});

test.each<readonly [text: string, isSaid: boolean]>([
  ['The list of an archived supplier is empty.', true],
  ['Sorted by item. Empty for archived suppliers.', true],
  ['Empty once the supplier has been archived.', true],
  ['Archived suppliers have no prices.', true],
  ['Deleted suppliers have an empty list.', true],
  ['The list of a closed supplier is empty.', false],
  ['The list of a new supplier is empty.', false],
  ['The list of an archived supplier may be empty.', false],
  ['The list of an archived supplier is not empty.', false],
])('a list says it of itself: %s', (text, isSaid) => {
  expect(says('Archives a supplier.', text)).toBe(isSaid);
});
