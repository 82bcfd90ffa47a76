import type { RowState } from '../../../policy/compare/comparison.ts';

/** The states of rows, behind their number: `7 the same everywhere`. */
export const stateWords: Readonly<Record<RowState, string>> = {
  differs: 'different',
  partly: 'known only for some targets',
  same: 'the same everywhere',
  open: 'known for no target',
};
