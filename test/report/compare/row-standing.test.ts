import { describe, expect, test } from 'vitest';

import type { CompareCell, CompareRow } from '../../../src/report/compare/compare-model.ts';
import { ownLines, standings, stateOver } from '../../../src/report/compare/row-standing.ts';

const cell = (key: string | undefined, more: Partial<CompareCell> = {}): CompareCell => ({
  standing: key === undefined ? 'unknown' : 'counted',
  ...(key === undefined ? {} : { key }),
  lines: key === undefined ? ['not asked'] : [key],
  bases: [],
  moreBases: 0,
  ...more,
});

const row = (keys: readonly (string | undefined)[], kind: CompareRow['kind'] = 'behaviour'): CompareRow => ({
  kind,
  key: 'k',
  id: 'k',
  title: 't',
  note: '',
  state: 'differs',
  cells: keys.map((key) => cell(key)),
});

const standingsOf = (one: CompareRow, base?: number, shown: readonly number[] = [...one.cells.keys()]): readonly string[] => [
  ...standings(one, shown, base).values(),
];

describe('the state of a row over some columns', () => {
  test.each([
    [['a', 'b', undefined], 'differs'],
    [['a', 'a', undefined], 'partly'],
    [['a', 'a'], 'same'],
    [[undefined, undefined], 'open'],
  ] as const)('%j: %s', (keys, state) => {
    expect(stateOver(keys.map((key) => cell(key)))).toBe(state);
  });

  test('never differs by a column with more values than can be compared', () => {
    expect(stateOver([cell('a'), cell('b', { standing: 'open' })])).toBe('partly');
  });
});

describe('how a cell stands', () => {
  test('is that of most of the others', () => {
    expect(standingsOf(row(['a', 'b', 'a', undefined]))).toEqual(['like', 'other', 'like', 'unknown']);
  });

  test('is apart if nothing is what most do', () => {
    expect(standingsOf(row(['a', 'b']))).toEqual(['apart', 'apart']);
    expect(standingsOf(row(['a', 'a', 'b', 'b']))).toEqual(['apart', 'apart', 'apart', 'apart']);
  });

  test('is that to the base, where there is one, and unknown where nothing is known of the base', () => {
    expect(standingsOf(row(['a', 'b', 'a']), 1)).toEqual(['other', 'like', 'other']);
    expect(standingsOf(row([undefined, 'b', 'a']), 0)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  test('is the outcome of a requirement, however many fail', () => {
    expect(standingsOf(row(['fail', 'fail', 'pass'], 'requirement'))).toEqual(['other', 'other', 'like']);
    expect(standingsOf(row(['fail', 'fail', 'pass'], 'check'), 0)).toEqual(['like', 'like', 'other']);
  });

  test('is that over the shown columns alone', () => {
    expect(standingsOf(row(['a', 'b', 'b']), undefined, [0, 1])).toEqual(['apart', 'apart']);
  });
});

test('a cell is set apart by the lines that not all have', () => {
  const [one, other] = [cell('x', { lines: ['a', 'b'] }), cell('y', { lines: ['a', 'c', 'd'] })];
  expect(ownLines(one, [one, other, cell(undefined)])).toEqual({ own: ['b'], alike: 1 });
  expect(ownLines(one, [one, one])).toEqual({ own: ['a', 'b'], alike: 0 });
});
