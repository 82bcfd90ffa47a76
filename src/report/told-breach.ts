import type { InferredWord } from '../model/case.ts';
import type { Finding } from '../model/verdict.ts';

/** One breach, as far as annotations and lists tell it. */
export type ToldBreach = {
  readonly target: string;
  readonly requirement: string;
  readonly title: string;
  readonly level: string;
  /** Of each case that shows it. */
  readonly findings: readonly [Finding, ...Finding[]];
  readonly consequenceOf?: string | undefined;
  readonly inferred?: readonly InferredWord[] | undefined;
};
