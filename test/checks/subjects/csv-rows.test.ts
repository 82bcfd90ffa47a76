import { expect, test } from 'vitest';
import { differenceIn } from '../../../src/checks/subjects/csv-rows.ts';

const items = [
  { id: 'a', name: 'Anna', day: '2026-05-01', at: '2026-05-01T22:30:00Z', total: 1250 },
  { id: 'b', name: 'Bert', day: '2026-05-02', at: '2026-05-02T22:30:00Z', total: 98_000 },
];
const file = (...rows: readonly string[]): string => ['id,name,at,total', ...rows, ''].join('\r\n');

test.each([
  ['as they are', file('a,Anna,2026-05-01T22:30:00Z,1250', 'b,Bert,2026-05-02T22:30:00Z,98000')],
  ['with days in the place of moments', file('a,Anna,2026-05-01,1250', 'b,Bert,2026-05-02,98000')],
  ['with amounts in the whole unit', file('a,Anna,2026-05-01,12.50', 'b,Bert,2026-05-02,980.00')],
  ['with thousands apart', file('a,Anna,01.05.2026,1.250', 'b,Bert,02.05.2026,98.000')],
])('rows show the items %s', (_, text) => {
  expect(differenceIn(text, items)).toBeUndefined();
});

test.each([
  ['another amount', file('a,Anna,2026-05-01,1260', 'b,Bert,2026-05-02,98000'), 'cell-differs'],
  ['another amount in the whole unit', file('a,Anna,2026-05-01,12.60', 'b,Bert,2026-05-02,980.00'), 'cell-differs'],
  ['the text of another member', file('a,2026-05-01,2026-05-01,1250', 'b,Bert,2026-05-02,98000'), 'cell-differs'],
  ['no row', file('a,Anna,2026-05-01,1250'), 'row-missing'],
])('%s is told', (_, text, code) => {
  expect(differenceIn(text, items)?.code).toBe(code);
});
