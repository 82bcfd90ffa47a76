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
