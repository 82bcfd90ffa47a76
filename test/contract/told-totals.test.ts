import { expect, test } from 'vitest';
import { written } from '../../src/contract/infer/formulas/expression.ts';
import { totalsToldIn } from '../../src/contract/infer/told-totals.ts';

const numbers = (...names: readonly string[]) => names.map((name) => ({ name, texts: [] }));
const crate = numbers('depthCm', 'widthCm', 'heightCm');
const party = numbers('adults', 'children', 'dogs');
const field = numbers('rows', 'columns');

const read = (text: string, own: Parameters<typeof totalsToldIn>[1]): readonly string[] =>
  totalsToldIn(text, own).map(
    ({ expressions, side, limit, isBeyond }) => `${expressions.map(written).join(' or ')} ${side} ${limit}${isBeyond ? ' excluded' : ''}`,
  );

test.each([
  [
    'Depth + 2 × (width + height) is at most 250 cm.',
    crate,
    'depthCm + 2 × widthCm + heightCm or depthCm + 2 × (widthCm + heightCm) most 250',
  ],
  ['Depth plus twice the width must not exceed 90 centimetres (400).', crate, 'depthCm + 2 × widthCm most 90'],
  ['The sum of adults and children must not exceed 8.', party, 'adults + children most 8'],
  ['Adults and children together are at most 8, otherwise 422.', party, 'adults + children most 8'],
  ['At most 9 adults, children and dogs together.', party, 'adults + children + dogs most 9'],
  ['Together, adults and children are at least 2.', party, 'adults + children least 2'],
  ['`adults` + `children` ≤ 6', party, 'adults + children most 6'],
  ['Adults plus children: no more than 6 people', party, 'adults + children most 6'],
  ['No field is empty. `rows` × `columns` may be up to 10,000 cells; larger ones are split by hand.', field, 'rows × columns most 10000'],
  ['The product of rows and columns is less than 400.', field, 'rows × columns most 400 excluded'],
  ['Rows times columns cannot be more than 400', field, 'rows × columns most 400'],
])('a bound is read: %s', (text, own, expected) => {
  expect(read(text, own)).toEqual([expected]);
});

test.each([
  ['Depth + width is at most 250 cm for bicycles.', crate],
  ['Depth + width is at most 3 m.', crate],
  ['Depth + width is usually at most 250 cm.', crate],
  ['Width is at most 250 cm.', crate],
  ['With express, depth + width is at most 250 cm.', crate],
  ['Depth + width is at most 250 cm unless it is rolled.', crate],
  ['The girth is at most 250 cm.', crate],
  ['Depth and width are at most 250 cm.', crate],
  ['At most 8 adults and children per cabin.', party],
  ['Adults and children may differ by at most 3.', party],
  ['The fee is the sum of adults and children, at most 8 euros each.', party],
  ['Up to 20 rows times columns per page', field],
  ['Adults + babies are at most 8.', party],
])('no bound is read: %s', (text, own) => {
  expect(read(text, own)).toEqual([]);
});

test('numbers in different units have no bound together', () => {
  expect(read('Width + height is at most 100.', numbers('widthCm', 'heightMm'))).toEqual([]);
  const told = [
    { name: 'width', texts: ['In millimetres'] },
    { name: 'height', texts: ['in mm'] },
  ];
  expect(read('Width + height is at most 100 cm.', told)).toEqual([]);
  expect(read('Width + height is at most 100 mm.', told)).toEqual(['width + height most 100']);
});
