import type { ListedFailure } from '../model/known-failure.ts';
import type { TargetFooter, TargetRecord } from '../model/record.ts';
import { countRequirements } from './counts.ts';
import { partExitCode, targetExitCode } from './exit-code.ts';
import { isSelected, judgedRequirements } from './judged-requirements.ts';
import { expectationsOf, openOfPart } from './known-failures.ts';

/** What the footer of a target is made from, beside its verdicts. */
export type TargetTotals = Omit<TargetFooter, 'target' | 'counts' | 'knownFailures' | 'exitCode'> & {
  /** The list that the run was given; absent: none. */
  readonly known?: readonly ListedFailure[];
  /** The day of the run: YYYY-MM-DD. */
  readonly today: string;
  /** Other parts of a split run judge the target too. */
  readonly isPart: boolean;
};

/**
 * The footer of a target: its verdicts are counted, and its exit code follows from them. That of a part does not say that too little was judged,
 * or that a known failure is stale: both are known when the parts are merged.
 */
export const targetFooter = (record: TargetRecord, { known, today, isPart, ...totals }: TargetTotals): TargetFooter => {
  const requirements = judgedRequirements(record, totals.ended);
  const expectations = known && expectationsOf(known, record.target, requirements, today);
  const knownFailures = isPart ? expectations?.map(openOfPart) : expectations;
  return {
    target: record.target,
    ...totals,
    counts: countRequirements(requirements.filter(isSelected)),
    ...(knownFailures === undefined ? {} : { knownFailures }),
    exitCode: (isPart ? partExitCode : targetExitCode)(requirements, totals.ended, knownFailures),
  };
};
