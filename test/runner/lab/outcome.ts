import type { Finding, Verdict } from '../../../src/model/verdict.ts';
import type { JudgedBehaviour } from './judge-behaviour.ts';

/** What a run said. */
export type Outcome = {
  readonly exit: number;
  /** One finding for each requirement that is broken. */
  readonly broken: readonly { readonly requirement: string; readonly level: string; readonly finding: Finding }[];
  /** Why it was stopped; empty where it was not. */
  readonly stopped: string;
  /** Why cases about the operation stay undecided, those first that are asked for. */
  readonly open: readonly string[];
  /** A case about the operation passed or failed. */
  readonly isJudged: boolean;
};

/** The outcome of a run, and the reasons in it, first those that match. */
export const outcomeOf = ({ record, exitCode, ending }: JudgedBehaviour, first?: RegExp): Outcome => {
  const [target] = record.targets;
  const judged = (target?.cases ?? []).flatMap((one) => {
    const verdict: Verdict | undefined = target?.results.get(one.id)?.verdict;
    return verdict ? [{ one, verdict }] : [];
  });
  const broken = new Map<string, Outcome['broken'][number]>();
  for (const { one, verdict } of judged)
    if (verdict.kind === 'fail' && !broken.has(one.requirement))
      broken.set(one.requirement, { requirement: one.requirement, level: one.level, finding: verdict.finding });
  const here = judged.filter(({ one }) => one.id.includes('~1ill'));
  const reasons = here.flatMap(({ verdict }) => (verdict.kind === 'inconclusive' && verdict.unseen !== true ? [verdict.reason] : []));
  // What a call as documented came to says most.
  const isFirst = (reason: string): boolean => first?.test(reason) === true && reason.startsWith('There was');
  return {
    exit: exitCode,
    broken: [...broken.values()],
    stopped: ending,
    open: [...reasons.filter(isFirst), ...reasons.filter((reason) => !isFirst(reason))],
    isJudged: here.some(({ one, verdict }) => (verdict.kind === 'pass' && one.level === 'must') || verdict.kind === 'fail'),
  };
};
