import type { StopReason } from '../model/event.ts';
import type { TargetRecord } from '../model/record.ts';

/** What a stopped run judged, as the beginning of a sentence that ends with the reason. */
export const stoppedWords = ({ results }: TargetRecord, reason: StopReason): string => {
  switch (reason) {
    case 'preflight': {
      const isAccused = [...results.values()].some(({ verdict }) => verdict.kind === 'fail');
      return isAccused ? 'Nothing else was judged' : 'Nothing was judged';
    }
    case 'interrupted':
      return 'Interrupted';
    case 'budget':
      return 'Cut short';
  }
};

/** Why no pass of a target proves anything, in one sentence; none where it does. */
export const doubtWords = ({ preflight }: Pick<TargetRecord, 'preflight'>): readonly string[] =>
  preflight?.kind === 'ready' && preflight.answersEverything
    ? ['The target answers 2xx without a credential and for an unknown id, so nothing counts as passed.']
    : [];
