import type { Column, RowState } from '../comparison.ts';
import { byState } from '../row-order.ts';
import { type BehaviourCell, type BehaviourRow, behaviourGroups } from './behaviour-row.ts';
import { situations } from './situations.ts';

const notRead: BehaviourCell = { values: [], why: 'not known: the exchanges of this run were not read' };

/** A column with more values than can be compared is never said to differ. */
const stateOf = (cells: readonly BehaviourCell[]): RowState => {
  const known = cells.filter(({ values }) => values.length > 0);
  const complete = known.filter(({ isOpen }) => isOpen !== true);
  if (new Set(complete.map(({ values }) => JSON.stringify(values.map(({ value }) => value)))).size > 1) return 'differs';
  if (known.length === 0) return 'open';
  return complete.length < cells.length ? 'partly' : 'same';
};

/** What the columns do in the same situations, whatever their contracts say; no rows if the exchanges of no column were read. */
export const behaviourRows = (columns: readonly Column[]): readonly BehaviourRow[] => {
  if (columns.every(({ behaviour }) => behaviour === undefined)) return [];
  const order = Object.keys(behaviourGroups);
  const rows = Object.entries(situations).map(([id, { group, title }]): BehaviourRow => {
    const cells = columns.map(({ behaviour }) => behaviour?.cells.get(id) ?? notRead);
    return { kind: 'behaviour', id, group, title, state: stateOf(cells), cells };
  });
  return byState(rows.toSorted((a, b) => order.indexOf(a.group) - order.indexOf(b.group)));
};
