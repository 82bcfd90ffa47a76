import type { RowState } from '../../policy/compare/comparison.ts';
import type { CompareCell, CompareRow } from './compare-model.ts';

/** The state of a row over some of its cells. */
export const stateOver = (cells: readonly CompareCell[]): RowState => {
  const counted = cells.filter(({ standing }) => standing === 'counted');
  if (new Set(counted.flatMap(({ key }) => key ?? [])).size > 1) return 'differs';
  if (cells.every(({ standing }) => standing === 'unknown')) return 'open';
  return counted.length < cells.length ? 'partly' : 'same';
};

/**
 * How a cell stands to the others: `like` the base or most of the others; `other`; `apart`, if there is neither a base nor something that
 * most do; `unknown`, if nothing is known about it. A requirement without a base is like the others where it passed.
 */
export type CellStanding = 'like' | 'other' | 'apart' | 'unknown';

/** The key that more cells have than any other; undefined if there is none. */
const mostCommon = (cells: readonly CompareCell[]): string | undefined => {
  const counts = new Map<string, number>();
  for (const { key } of cells) if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  const [first, second] = [...counts].toSorted(([, a], [, b]) => b - a);
  return first !== undefined && first[1] > (second?.[1] ?? 0) ? first[0] : undefined;
};

const isJudged = ({ kind }: CompareRow): boolean => kind === 'requirement' || kind === 'check';

/**
 * How each of the shown cells of a row stands, by its column.
 * @param shown Numbers of the columns.
 * @param base Number of the column with which the others are compared.
 */
export const standings = (row: CompareRow, shown: readonly number[], base: number | undefined): ReadonlyMap<number, CellStanding> => {
  const cells = shown.flatMap((column) => row.cells[column] ?? []);
  const judged = isJudged(row) ? 'pass' : mostCommon(cells);
  const reference = base === undefined ? judged : row.cells[base]?.key;
  const standingOf = ({ standing, key }: CompareCell): CellStanding => {
    if (standing !== 'counted' || key === undefined) return 'unknown';
    if (reference === undefined) return base === undefined ? 'apart' : 'unknown';
    return key === reference ? 'like' : 'other';
  };
  return new Map(shown.flatMap((column) => (row.cells[column] === undefined ? [] : [[column, standingOf(row.cells[column])] as const])));
};

/** Lines of a cell that not all of the others have, and the number of those that all have. */
export type OwnLines = { readonly own: readonly string[]; readonly alike: number };

/** What sets a cell apart from the others of its row: where all have the same, all of its lines. */
export const ownLines = (cell: CompareCell, cells: readonly CompareCell[]): OwnLines => {
  const known = cells.filter(({ standing }) => standing !== 'unknown');
  const own = cell.lines.filter((line) => !known.every(({ lines }) => lines.includes(line)));
  return own.length === 0 || cell.standing === 'unknown' ? { own: cell.lines, alike: 0 } : { own, alike: cell.lines.length - own.length };
};
