import type { RowState } from './comparison.ts';

const order = ['differs', 'partly', 'same', 'open'] as const satisfies readonly RowState[];

/** Rows with differences first; within a state the order stays. */
export const byState = <Row extends { readonly state: RowState }>(rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
