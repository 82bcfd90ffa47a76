import type { RateLimit } from '../../../contract/conventions.ts';
import { NotTried } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { mayWait, silenceSeconds, windowSeconds } from '../../subjects/quota.ts';

/**
 * The quota of a contract.
 * @throws {NotTried} where it documents none.
 */
export const quotaOf = ({ contract }: Pick<Session, 'contract'>): RateLimit => {
  const { rateLimit } = contract.conventions;
  if (!rateLimit) throw new NotTried('not-applicable', 'The contract documents no quota');
  return rateLimit;
};

/** Sends nothing until the whole quota is surely back. */
export const rest = (session: Session): Promise<void> =>
  session.pause(
    silenceSeconds(windowSeconds(quotaOf(session), session.target), session.target) * 1000,
    'the whole quota is to be available',
  );

/** Whether the run may wait for that. */
export const mayRest = (session: Session): boolean =>
  mayWait(silenceSeconds(windowSeconds(quotaOf(session), session.target), session.target), session.target);
