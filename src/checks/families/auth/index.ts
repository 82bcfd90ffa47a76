import type { Check } from '../../kit/define.ts';
import { accountsApart } from './accounts-apart.ts';
import { challengePresent } from './challenge-present.ts';
import { challengeRecorded } from './challenge-recorded.ts';
import { checkedFirst } from './checked-first.ts';
import { createdHiddenFromOthers } from './created-hidden-from-others.ts';
import { credentialAccepted } from './credential-accepted.ts';
import { credentialCaseCounts } from './credential-case-counts.ts';
import { credentialNeverRefused } from './credential-never-refused.ts';
import { credentialNotEchoed } from './credential-not-echoed.ts';
import { damagedCredentialRefused } from './damaged-credential-refused.ts';
import { environmentLiveOnSandbox } from './environment-live-on-sandbox.ts';
import { environmentSandboxOnLive } from './environment-sandbox-on-live.ts';
import { expiredCredentialRefused } from './expired-credential-refused.ts';
import { forbiddenWriteChangesNothing } from './forbidden-write-changes-nothing.ts';
import { foreignFilterEmpty } from './foreign-filter-empty.ts';
import { foreignThingHidden } from './foreign-thing-hidden.ts';
import { foreignThingUntouched } from './foreign-thing-untouched.ts';
import { formLive } from './form-live.ts';
import { formRecorded } from './form-recorded.ts';
import { formSandbox } from './form-sandbox.ts';
import { fullAccess } from './full-access.ts';
import { issuedBelongs } from './issued-belongs.ts';
import { issuedDiffer } from './issued-differ.ts';
import { issuedFormRecorded } from './issued-form-recorded.ts';
import { issuedWorks } from './issued-works.ts';
import { malformedCredentialRefused } from './malformed-credential-refused.ts';
import { missingCredentialRefused } from './missing-credential-refused.ts';
import { otherHeaderRefused } from './other-header-refused.ts';
import { otherPlaceRefused } from './other-place-refused.ts';
import { otherSchemeRefused } from './other-scheme-refused.ts';
import { permissionMissingRefused } from './permission-missing-refused.ts';
import { printedSchemeAccepted } from './printed-scheme-accepted.ts';
import { refusedWithExactStatus } from './refused-with-exact-status.ts';
import { refusedWriteChangesNothing } from './refused-write-changes-nothing.ts';
import { revokedCredentialRefused } from './revoked-credential-refused.ts';
import { schemeCaseRecorded } from './scheme-case-recorded.ts';
import { unknownCredentialRefused } from './unknown-credential-refused.ts';

/** The checks of the family `auth`, in the order in which they run within a stage. */
export const authChecks: readonly Check[] = [
  credentialAccepted,
  printedSchemeAccepted,
  otherSchemeRefused,
  otherPlaceRefused,
  schemeCaseRecorded,
  revokedCredentialRefused,
  expiredCredentialRefused,
  accountsApart,
  unknownCredentialRefused,
  malformedCredentialRefused,
  damagedCredentialRefused,
  credentialCaseCounts,
  otherHeaderRefused,
  refusedWithExactStatus,
  challengePresent,
  challengeRecorded,
  formLive,
  formSandbox,
  formRecorded,
  issuedWorks,
  issuedDiffer,
  issuedBelongs,
  issuedFormRecorded,
  environmentSandboxOnLive,
  environmentLiveOnSandbox,
  createdHiddenFromOthers,
  refusedWriteChangesNothing,
  forbiddenWriteChangesNothing,
  foreignThingHidden,
  foreignThingUntouched,
  foreignFilterEmpty,
  credentialNeverRefused,
  credentialNotEchoed,
  fullAccess,
  checkedFirst,
  missingCredentialRefused,
  permissionMissingRefused,
];
