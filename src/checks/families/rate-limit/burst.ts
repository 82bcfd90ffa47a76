import type { Contract } from '../../../contract/model.ts';
import { ownerOf } from '../../../contract/owner.ts';
import { rootLocation } from '../../../model/location.ts';
import type { Session } from '../../kit/session.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { exceededQuota, type ExceededQuota, type Exceeding } from '../../scenarios/quota/exceeded-quota.ts';
import { recoveredQuota, type RecoveredQuota } from '../../scenarios/quota/recovered-quota.ts';

/** The checks for which the shared burst does more than exceed the quota, by what it does for them. */
const extras = {
  second: ['rate-limit/credentials-apart', 'rate-limit/credentials-share'],
  other: ['rate-limit/operations-share'],
  window: ['rate-limit/restored-after-window'],
  reset: ['rate-limit/restored-after-reset'],
} as const;

/** Does the contract have a requirement that one of these checks decides: else the calls and waits that only they need are left out. */
const isDocumented = (contract: Contract, ids: readonly string[]): boolean =>
  ids.some((id) => ownerOf(contract, { id, reads: 'rateLimit' }, rootLocation) !== undefined);

const exceeding = (session: Session): Exceeding => ({
  operation: firstReadOf(session),
  second: isDocumented(session.contract, extras.second),
  other: isDocumented(session.contract, extras.other),
});

/** The burst that all checks share, with what the checks with a requirement need besides. */
export const exceedQuota = (session: Session): Promise<ExceededQuota> => session.run(exceededQuota, exceeding(session));

/** What is sent after that burst. */
export const recoverQuota = (session: Session): Promise<RecoveredQuota> =>
  session.run(recoveredQuota, {
    ...exceeding(session),
    window: isDocumented(session.contract, extras.window),
    reset: isDocumented(session.contract, extras.reset),
  });
