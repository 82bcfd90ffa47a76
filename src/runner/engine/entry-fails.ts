import type { Check } from '../../checks/kit/define.ts';
import type { Case } from '../../model/case.ts';
import type { Verdict } from '../../model/verdict.ts';
import { judgeCase } from './judge-case.ts';
import type { Line } from './line.ts';

export type EntryInput = {
  readonly checks: readonly Check[];
  readonly cases: readonly Case[];
  readonly sessionOf: Line['sessionOf'];
};

/**
 * Fails that explain why every plain read is refused in the same way, by the id of the case: those that prove that the operator is not to
 * blame. Empty where there are none.
 */
export const entryFails = async ({ checks, cases, sessionOf }: EntryInput): Promise<ReadonlyMap<string, Verdict>> => {
  const fails = new Map<string, Verdict>();
  for (const planned of cases) {
    const probe = checks.find(({ id }) => id === planned.check);
    if (planned.skip || probe?.kind !== 'probe' || !probe.entry) continue;
    const verdict = await judgeCase({ ...probe, ...probe.entry }, planned, (round) => sessionOf(round, { case: planned.id }));
    if (verdict.kind === 'fail' || verdict.kind === 'broken') fails.set(planned.id, verdict);
  }
  return fails;
};
