import type { Verdict } from '../../model/verdict.ts';
import type { VitalSigns } from './vital-signs.ts';

/** Holds passes back until the target is seen to work after them. */
export type HeldPasses = {
  /** Tells a verdict: a pass after the next success, anything else at once. */
  give(verdict: Verdict, tell: (verdict: Verdict) => void): void;
  /** Tells what is still held, and everything from now on at once. */
  release(): void;
};

/**
 * A target that refuses everything passes each promise of a refusal, so a pass counts only where a later success shows that the
 * target was still well. Where the target was found to work no more, what is still held is inconclusive; at any other end it passes.
 */
export const createHeldPasses = ({ successes, isGone }: Pick<VitalSigns, 'successes' | 'isGone'>): HeldPasses => {
  let held: { readonly since: number; readonly verdict: Verdict; readonly tell: (verdict: Verdict) => void }[] = [];
  let isOver = false;
  const tellProven = (): void => {
    const now = successes();
    const proven = held.filter(({ since }) => since < now);
    held = held.filter(({ since }) => since >= now);
    for (const { verdict, tell } of proven) tell(verdict);
  };
  return {
    give(verdict, tell) {
      tellProven();
      if (isOver || verdict.kind !== 'pass') tell(verdict);
      else held.push({ since: successes(), verdict, tell });
    },
    release() {
      tellProven();
      isOver = true;
      for (const { verdict, tell } of held) tell(isGone() ? unproven : verdict);
      held = [];
    },
  };
};

const unproven: Verdict = {
  kind: 'inconclusive',
  reason: 'the target was not seen to work after it, so a pass proves nothing',
  exchanges: [],
};
