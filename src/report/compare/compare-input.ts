import type { Comparison } from '../../policy/compare/comparison.ts';
import type { CheckWords } from '../report-input.ts';
import type { ColumnExchanges } from './compared-exchanges.ts';

/** What a report of a comparison is made from. */
export type CompareInput = {
  readonly comparison: Comparison;
  /** By check id. */
  readonly checks: ReadonlyMap<string, CheckWords>;
  /** What each fact means, by its name. */
  readonly facts: Readonly<Record<string, string>>;
  /** Relative address of the page of each column's run, seen from the comparison; undefined if there is none. */
  readonly pages: readonly (string | undefined)[];
  /** What the page shows of the exchanges of each column; absent if they were not read. */
  readonly exchanges?: readonly ColumnExchanges[];
};
