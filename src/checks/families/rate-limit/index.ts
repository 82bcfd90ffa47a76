import type { Check } from '../../kit/define.ts';
import { aboutPlan } from './about-plan.ts';
import { announcementsRecorded } from './announcements-recorded.ts';
import { atLeastPlan } from './at-least-plan.ts';
import { atMostPlanThoughBusy } from './at-most-plan-though-busy.ts';
import { atMostPlan } from './at-most-plan.ts';
import { credentialsApart } from './credentials-apart.ts';
import { credentialsCountedApart } from './credentials-counted-apart.ts';
import { credentialsShare } from './credentials-share.ts';
import { rateLimitEnforced } from './enforced.ts';
import { quotaHeadersRecorded } from './headers-recorded.ts';
import { nothingRemainsWhenRefused } from './nothing-remains-when-refused.ts';
import { operationsLowerRemaining } from './operations-lower-remaining.ts';
import { operationsShare } from './operations-share.ts';
import { planLimitAnnounced } from './plan-limit-announced.ts';
import { planLimitOnEverySuccess } from './plan-limit-on-every-success.ts';
import { planRemainingRecorded } from './plan-remaining-recorded.ts';
import { refusalExactStatus } from './refusal-exact-status.ts';
import { refusalStatus } from './refusal-status.ts';
import { remainingFalls } from './remaining-falls.ts';
import { remainingGoesDown } from './remaining-goes-down.ts';
import { remainingToldWhenRefused } from './remaining-told-when-refused.ts';
import { remainingWithinLimit } from './remaining-within-limit.ts';
import { resetFormRecorded } from './reset-form-recorded.ts';
import { resetWithinWindow } from './reset-within-window.ts';
import { restedRemaining } from './rested-remaining.ts';
import { restoredAfterReset } from './restored-after-reset.ts';
import { restoredAfterWindow } from './restored-after-window.ts';
import { retryAfterForm } from './retry-after-form.ts';
import { retryAfterOnly } from './retry-after-only.ts';
import { retryAfterReadable } from './retry-after-readable.ts';
import { retryAfterSuffices } from './retry-after-suffices.ts';
import { retryAfterWithinWindow } from './retry-after-within-window.ts';
import { scopeRecorded } from './scope-recorded.ts';
import { servedAtAnEvenPace } from './served-at-an-even-pace.ts';
import { servedUpToLimit } from './served-up-to-limit.ts';
import { smallRemainingGoesDown } from './small-remaining-goes-down.ts';
import { unnamedRemainingFalls } from './unnamed-remaining-falls.ts';
import { unnamedResetReadable } from './unnamed-reset-readable.ts';
import { wholeLimitAtAnEvenPace } from './whole-limit-at-an-even-pace.ts';
import { windowRolls } from './window-rolls.ts';

/** The checks of the family `rate-limit`, in the order in which they run within a stage. */
export const rateLimitChecks: readonly Check[] = [
  planLimitAnnounced,
  planLimitOnEverySuccess,
  remainingFalls,
  remainingGoesDown,
  smallRemainingGoesDown,
  unnamedRemainingFalls,
  operationsLowerRemaining,
  credentialsCountedApart,
  restedRemaining,
  planRemainingRecorded,
  scopeRecorded,
  announcementsRecorded,
  resetWithinWindow,
  resetFormRecorded,
  quotaHeadersRecorded,
  remainingWithinLimit,
  restoredAfterWindow,
  retryAfterSuffices,
  restoredAfterReset,
  servedUpToLimit,
  rateLimitEnforced,
  refusalStatus,
  refusalExactStatus,
  credentialsApart,
  credentialsShare,
  operationsShare,
  atMostPlan,
  atMostPlanThoughBusy,
  atLeastPlan,
  aboutPlan,
  servedAtAnEvenPace,
  wholeLimitAtAnEvenPace,
  windowRolls,
  nothingRemainsWhenRefused,
  remainingToldWhenRefused,
  retryAfterReadable,
  retryAfterForm,
  retryAfterWithinWindow,
  unnamedResetReadable,
  retryAfterOnly,
];
