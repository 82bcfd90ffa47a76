import type { Comparison } from '../../policy/compare/comparison.ts';
import type { CheckWords } from '../report-input.ts';

/** What a comparison is told from. */
export type CompareInput = {
  readonly comparison: Comparison;
  /** By check id. */
  readonly checks: ReadonlyMap<string, CheckWords>;
  /** What each fact tells, by its name. */
  readonly facts: Readonly<Record<string, string>>;
  /** Address of the page of each column's run, from where the comparison lies; undefined where there is none. */
  readonly pages: readonly (string | undefined)[];
};
