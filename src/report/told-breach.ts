import type { InferredWord } from '../model/case.ts';
import type { Finding } from '../model/verdict.ts';
import type { FailedCase } from '../policy/shared-findings.ts';
import type { EndedTarget } from './ended-targets.ts';

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

/** A breach of a target, from the cases that show it. */
export const toldBreach = ({ target, causes }: EndedTarget, [first, ...others]: readonly [FailedCase, ...FailedCase[]]): ToldBreach => ({
  target: target.target,
  requirement: first.case.requirement,
  title: target.requirements.get(first.case.requirement)?.title ?? first.case.title,
  level: first.case.level,
  findings: [first.verdict.finding, ...others.map(({ verdict }) => verdict.finding)],
  consequenceOf: causes.get(first.case.id),
  inferred: first.case.inferred,
});
