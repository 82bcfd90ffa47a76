import type { TargetHistory } from '../../policy/history/target-history.ts';
import { askedTarget } from './history-answer.ts';

/** How often a requirement of a target was seen to fail, in words; undefined where no earlier run judged it. */
export type SeenWords = (target: string, requirement: string) => string | undefined;

/** Runs that are looked at. */
const last = 14;

/** What a history says of the requirements of its targets. */
export const seenWordsOf = (histories: readonly TargetHistory[], isDemo: boolean): SeenWords => {
  const told = new Map(
    histories
      .filter(({ demo }) => demo === isDemo)
      .map((one) => [one.target, new Map(askedTarget(one, last).requirements.map(({ id, life, said }) => [id, { life, said }]))]),
  );
  return (target, requirement) => {
    const found = told.get(target)?.get(requirement);
    return found === undefined || found.life.judged < 2 ? undefined : found.said;
  };
};
