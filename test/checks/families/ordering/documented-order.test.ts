import { describe, expect, test } from 'vitest';
import { documentedOrder } from '../../../../src/checks/families/ordering/documented-order.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import { books, type Library, library, sheets } from '../../../worlds/dated-books-service.ts';
import { writeBooks } from '../../../worlds/every-paging-style-contract.ts';
import { queryOf } from '../../../worlds/parcels/service.ts';
import { judge, stated } from '../../support/judge.ts';

const [first, second, third, ...others] = books(13);
const swapped = first && second && third ? [first, third, second, ...others] : [];
const dated = (...added: readonly unknown[]) => books(added.length).map((book, n) => ({ ...book, added: added[n] }));

const rows: readonly (readonly [what: string, options: Library, verdict: string])[] = [
  ['numbered pages with the newest first pass', {}, 'pass'],
  ['pages by cursors with the newest first pass', { by: 'marks' }, 'pass'],
  [
    'two items of one moment pass in either order',
    { stock: dated('2031-03-02T00:00:00Z', '2031-03-02T00:00:00Z', '2031-03-01T00:00:00Z') },
    'pass',
  ],
  [
    'moments of several zones pass, whatever their texts',
    { stock: dated('2031-03-02T01:00:00+03:00', '2031-03-01T21:00:00Z', '2031-03-01T22:30:00+02:00') },
    'pass',
  ],
  ['the oldest first fails', { stock: books(13).toReversed() }, 'unconfirmed other-order'],
  ['two items in the wrong order fail', { stock: swapped }, 'unconfirmed other-order'],
  [
    'pages that are each sorted by themselves fail from one page to the next',
    { stock: books(12).toReversed(), twist: sheets(({ books: shown, ...reported }) => ({ ...reported, books: shown.toReversed() })) },
    'unconfirmed other-order',
  ],
  ['two items are inconclusive', { stock: books(2) }, 'inconclusive'],
  [
    'items of one moment are inconclusive',
    { stock: dated('2031-03-01T00:00:00Z', '2031-03-01T00:00:00Z', '2031-03-01T00:00:00Z') },
    'inconclusive',
  ],
  ['a missing value is inconclusive', { stock: dated('2031-03-02T00:00:00Z', undefined, '2031-03-03T00:00:00Z') }, 'inconclusive'],
  ['a failure is inconclusive', { twist: () => ({ status: 503 }) }, 'inconclusive'],
];

describe('ordering/documented-order', () => {
  test.for(rows)('%s', async ([, options, verdict]) => {
    const contract = await loadContract(writeBooks());
    expect(stated(await judge(documentedOrder, { contract, answer: library(options) }))).toBe(verdict);
  });

  test('the list is read in several pages, and nothing is created that cannot be removed', async () => {
    const contract = await loadContract(writeBooks());
    const { session } = await judge(documentedOrder, { contract, answer: library({ stock: books(2) }) });
    expect(session.exchanges.map(({ request }) => request.method)).not.toContain('POST');
    const long = await judge(documentedOrder, { contract, answer: library() });
    const turned = long.session.exchanges.map(({ request }) => queryOf(request, 'sheet'));
    expect(turned).toEqual(expect.arrayContaining(['2', '3', '4']));
  });
});
