import { expect, test } from 'vitest';
import { hasOtherTerms } from '../../../src/checks/subjects/price-terms.ts';
import { operationOf } from '../../../src/contract/operation.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

type Said = { readonly info?: string; readonly tag?: string; readonly price?: string; readonly rate?: string; readonly time?: string };

/** Is anything told around a price that may change it. */
const isChanged = async ({ info = '', tag = '', price = '', rate = '', time = '' }: Said, isLess = false): Promise<boolean> => {
  const contract = await bayContract(
    bayDocument(
      { '/moorings': { post: does({ tags: ['Moorings'] }) } },
      {},
      {
        info: { title: 'Bay', version: '1', description: info },
        tags: [{ name: 'Moorings', description: tag }],
      },
    ),
  );
  return hasOtherTerms(contract, {
    operations: [operationOf(contract, 'POST /moorings')],
    price: { type: 'integer', description: price },
    rates: [{ type: 'number', description: rate }],
    times: [{ type: 'string', format: 'date', description: time }],
    isLess,
  });
};

test.each<readonly [Said, boolean]>([
  [{ info: 'VAT is added to every price.' }, true],
  [{ info: 'Every fee is rounded up to the next 50 cents.' }, true],
  [{ info: 'Amounts are integers in cents. Lists show at most 50 entries.' }, false],
  [{ tag: 'A mooring costs ten crowns at least.' }, true],
  [{ tag: 'Members of the club get a discount on all fees.' }, true],
  [{ price: 'With the tax.' }, true],
  [{ price: 'What the mooring costs in all.' }, false],
  [{ rate: 'At most seven times the day rate.' }, false],
  [{ rate: 'Doubled at weekends.' }, true],
  [{ time: 'Sundays are left out.' }, true],
  [{ price: 'In cents.', rate: 'In euros.' }, true],
  [{ price: 'In cents.' }, true],
  [{ price: 'In cents.', rate: 'In cents.' }, false],
])('around a price %o', async (said, expected) => {
  expect(await isChanged(said)).toBe(expected);
});

test('a tariff with a discount of its own may speak of discounts elsewhere', async () => {
  expect(await isChanged({ info: 'Vouchers take a discount off the price.' }, true)).toBe(false);
});
