import type { RowState } from './comparison.ts';

const order = ['differs', 'partly', 'same', 'open'] as const satisfies readonly RowState[];

/** Sorts rows with differences to the front; rows of one state keep their order. */
export const byState = <Row extends { readonly state: RowState }>(rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
