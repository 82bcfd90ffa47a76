import { remainingCountsDown } from './counts-down.ts';
import type { Check } from '../../kit/define.ts';
import { policyEnforced, policyFieldsAgree } from './announced-policy.ts';
import { remainingWithinLimit, resetWithinWindow } from './announced-values.ts';
import { credentialsApart, credentialsShare, operationsShare } from './aside.ts';
import { credentialsCountedApart } from './credentials-counted-apart.ts';
import { servedAtAnEvenPace, wholeLimitAtAnEvenPace } from './even-pace.ts';
import { announcementsRecorded, quotaHeadersRecorded, resetFormRecorded } from './headers-recorded.ts';
import { operationsLowerRemaining } from './operations-lower-remaining.ts';
import { aboutTier, atLeastTier, atMostTier, atMostTierThoughBusy } from './tier-burst.ts';
import { tierLimitAnnounced, tierLimitOnEverySuccess } from './tier-limit.ts';
import { rateLimitEnforced, errorExactStatus, errorStatus } from './error-response.ts';
import { remainingAtMostLimit } from './remaining-at-most-limit.ts';
import { headersSent, retryAfterSent } from './promised-fields.ts';
import { remainingNotConstant } from './remaining-not-constant.ts';
import { usedUpStatus } from './used-up-status.ts';
import { remainingFalls } from './remaining-falls.ts';
import { remainingGoesDown, smallRemainingGoesDown } from './remaining-goes-down.ts';
import { nothingRemainsWhenRefused, remainingReportedWhenRefused } from './remaining-when-refused.ts';
import { tierRemainingRecorded, restedRemaining } from './rested-remaining.ts';
import { restoredAfterReset, restoredAfterWindow, retryAfterSuffices } from './restored.ts';
import { retryAfterForm, retryAfterOnly, retryAfterReadable, retryAfterWithinWindow } from './retry-after.ts';
import { scopeRecorded } from './scope-recorded.ts';
import { servedUpToLimit } from './served-up-to-limit.ts';
import { unnamedRemainingFalls } from './unnamed-remaining-falls.ts';
import { unnamedResetReadable } from './unnamed-reset-readable.ts';
import { windowRolls } from './window-rolls.ts';
import { toldQuotaApart, toldQuotaEnforced, toldRemainingFalls } from './told-quota.ts';

/** The checks of the family `rate-limit`, in the order in which they run within a stage. */
export const rateLimitChecks: readonly Check[] = [
  tierLimitAnnounced,
  tierLimitOnEverySuccess,
  remainingFalls,
  remainingGoesDown,
  smallRemainingGoesDown,
  remainingCountsDown,
  unnamedRemainingFalls,
  operationsLowerRemaining,
  credentialsCountedApart,
  restedRemaining,
  tierRemainingRecorded,
  scopeRecorded,
  announcementsRecorded,
  resetWithinWindow,
  resetFormRecorded,
  quotaHeadersRecorded,
  remainingWithinLimit,
  remainingAtMostLimit,
  restoredAfterWindow,
  retryAfterSuffices,
  restoredAfterReset,
  servedUpToLimit,
  rateLimitEnforced,
  errorStatus,
  errorExactStatus,
  credentialsApart,
  credentialsShare,
  operationsShare,
  atMostTier,
  atMostTierThoughBusy,
  atLeastTier,
  aboutTier,
  servedAtAnEvenPace,
  wholeLimitAtAnEvenPace,
  windowRolls,
  nothingRemainsWhenRefused,
  remainingReportedWhenRefused,
  retryAfterReadable,
  retryAfterForm,
  retryAfterWithinWindow,
  unnamedResetReadable,
  retryAfterOnly,
  retryAfterSent,
  headersSent,
  usedUpStatus,
  remainingNotConstant,
  policyFieldsAgree,
  policyEnforced,
  toldQuotaEnforced,
  toldRemainingFalls,
  toldQuotaApart,
];
