import type { Contract } from '../../../contract/model.ts';
import { ownerOf } from '../../../contract/owner.ts';
import { rootLocation } from '../../../model/location.ts';
import type { Session } from '../../kit/session.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { exceededQuota, type ExceededQuota, type Exceeding } from '../../scenarios/quota/exceeded-quota.ts';
import { recoveredQuota, type RecoveredQuota } from '../../scenarios/quota/recovered-quota.ts';

/** The rules for which the flood that all share does more than to exceed the quota, by what it does for them. */
const extras = {
  second: ['rate-limit/credentials-apart', 'rate-limit/credentials-share'],
  other: ['rate-limit/operations-share'],
  window: ['rate-limit/restored-after-window'],
  reset: ['rate-limit/restored-after-reset'],
} as const;

/** Does a contract promise what any of these rules decides: nobody would judge the calls and waits that they alone need. */
const isDocumented = (contract: Contract, ids: readonly string[]): boolean =>
  ids.some((id) => ownerOf(contract, { id, reads: 'rateLimit' }, rootLocation) !== undefined);

const exceeding = (session: Session): Exceeding => ({
  operation: firstReadOf(session),
  second: isDocumented(session.contract, extras.second),
  other: isDocumented(session.contract, extras.other),
});

/** The flood that all rules share, with what the promised ones need besides. */
export const exceedQuota = (session: Session): Promise<ExceededQuota> => session.run(exceededQuota, exceeding(session));

/** What comes after that flood. */
export const recoverQuota = (session: Session): Promise<RecoveredQuota> =>
  session.run(recoveredQuota, {
    ...exceeding(session),
    window: isDocumented(session.contract, extras.window),
    reset: isDocumented(session.contract, extras.reset),
  });
