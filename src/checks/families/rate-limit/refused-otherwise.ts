import { isSuccess } from '../../../contract/message.ts';
import type { RecoveredQuota } from '../../scenarios/quota/recovered-quota.ts';

/** Are calls let through again after a pause, and nothing else: what ends so was a refusal by quota. */
export const endsAfterPause = ({ silences, asked, announced }: RecoveredQuota): boolean => {
  const after = [...silences.flat(), ...asked.flatMap((wait) => wait.after ?? []), ...(announced?.after ? [announced.after] : [])];
  return after.length > 0 && (silences.at(-1) ?? after).every(isSuccess);
};
