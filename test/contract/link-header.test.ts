import { expect, test } from 'vitest';
import { linksIn } from '../../src/contract/link-header.ts';

test.each([
  ['one link', ['<https://kites.test/kites?page=2>; rel="next"'], [{ target: 'https://kites.test/kites?page=2', relations: ['next'] }]],
  [
    'several in one field, with a comma in a target and in a quoted text',
    ['</kites?ids=1,2>;title="a, b; rel=last";rel=prev, <?page=3>; rel=next'],
    [
      { target: '/kites?ids=1,2', relations: ['prev'] },
      { target: '?page=3', relations: ['next'] },
    ],
  ],
  [
    'several fields, and several relations in one link',
    ['<a>; rel="last start"', '<b>; REL = "NEXT"'],
    [
      { target: 'a', relations: ['last', 'start'] },
      { target: 'b', relations: ['next'] },
    ],
  ],
  ['the first of two relations', ['<a>; rel=prev; rel=next'], [{ target: 'a', relations: ['prev'] }]],
  ['a parameter without a value', ['<a>; crossorigin; rel=next'], [{ target: 'a', relations: ['next'] }]],
  ['a link without a relation', ['<a>'], [{ target: 'a', relations: [] }]],
  ['nothing in what is no link', ['next', ''], []],
])('reads %s', (_what, fields, links) => {
  expect(linksIn(fields)).toEqual(links);
});

test('reads a long field in the time that its length needs', () => {
  expect(linksIn([`<a>; rel=${' '.repeat(60_000)};${' ;'.repeat(20_000)}`])).toEqual([{ target: 'a', relations: [] }]);
});
