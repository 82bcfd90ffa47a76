import type { Column, RowState } from '../comparison.ts';
import { byState } from '../row-order.ts';
import { type BehaviourCell, type BehaviourRow, behaviourGroups } from './behaviour-row.ts';
import { situations } from './situations.ts';

const unreported: BehaviourCell = { values: [], why: 'not told: the exchanges of the run were not read' };

/** Columns that show more values than can be compared differ from nothing for certain. */
const stateOf = (cells: readonly BehaviourCell[]): RowState => {
  const reported = cells.filter(({ values }) => values.length > 0);
  const firm = reported.filter(({ isOpen }) => isOpen !== true);
  if (new Set(firm.map(({ values }) => JSON.stringify(values.map(({ value }) => value)))).size > 1) return 'differs';
  if (reported.length === 0) return 'open';
  return firm.length < cells.length ? 'partly' : 'same';
};

/** What the columns do in the same situations, whatever their contracts say; none where no column's exchanges were read. */
export const behaviourRows = (columns: readonly Column[]): readonly BehaviourRow[] => {
  if (columns.every(({ behaviour }) => behaviour === undefined)) return [];
  const order = Object.keys(behaviourGroups);
  const rows = Object.entries(situations).map(([id, { group, title }]): BehaviourRow => {
    const cells = columns.map(({ behaviour }) => behaviour?.cells.get(id) ?? unreported);
    return { kind: 'behaviour', id, group, title, state: stateOf(cells), cells };
  });
  return byState(rows.toSorted((a, b) => order.indexOf(a.group) - order.indexOf(b.group)));
};
