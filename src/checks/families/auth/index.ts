import type { Check } from '../../kit/define.ts';
import { accountsApart } from './accounts-apart.ts';
import { challengePresent, challengeRecorded } from './challenges.ts';
import { credentialAccepted, printedSchemeAccepted } from './credential-accepted.ts';
import { checkedFirst, refusedWithExactStatus } from './credential-before-faults.ts';
import { formLive, formRecorded, formSandbox } from './credential-forms.ts';
import { credentialNotEchoed } from './credential-not-echoed.ts';
import { endedTokenRefused } from './ended-tokens.ts';
import { issuedScopeKept } from './issued-scopes.ts';
import { environmentLiveOnSandbox, environmentSandboxOnLive } from './environments.ts';
import { foreignFilterShowsNothing } from './foreign-filters.ts';
import { foreignItemUnlisted } from './foreign-items.ts';
import { createdHiddenFromOthers, foreignFilterEmpty } from './foreign-lists.ts';
import { foreignReferenceRefused } from './foreign-references.ts';
import { foreignResourceHidden, foreignResourceUntouched } from './foreign-resources.ts';
import { hiddenMembersLeftOut } from './hidden-members.ts';
import { hiddenResourceAbsent } from './hidden-resources.ts';
import { rotatedSecretDiffers } from './rotations.ts';
import { sharedByKeysOfAccount } from './shared-by-keys.ts';
import { leftToMakerRefused } from './left-to-maker.ts';
import { listedForRoleReadable } from './listed-for-role.ts';
import { openWithoutCredential } from './open-without-credential.ts';
import { otherKindRefused } from './other-kinds.ts';
import { memberOfRolesKept } from './members-of-roles.ts';
import { ownOnlyShown } from './own-only.ts';
import { issuedBelongs, issuedDiffer, issuedFormRecorded, issuedWorks } from './issued.ts';
import { credentialNeverRefused, fullAccess } from './key-never-refused.ts';
import { knownNotChallenged } from './known-not-challenged.ts';
import { otherHeaderRefused, otherLocationRefused, otherSchemeRefused, schemeCaseRecorded } from './misplaced-credentials.ts';
import { missingCredentialRefused } from './missing-credential.ts';
import { keptFromOtherAccounts } from './other-accounts.ts';
import { permissionMissingRefused } from './permission-missing-refused.ts';
import { refusedAsDescribed } from './refused-as-described.ts';
import { ownDecisionRefused, ownSettlingRefused } from './own-decisions.ts';
import { closedReadRefused, grantedToRole } from './rights-by-role.ts';
import { forbiddenWriteChangesNothing, refusedWriteChangesNothing } from './refused-writes.ts';
import {
  credentialCaseCounts,
  damagedCredentialRefused,
  expiredCredentialRefused,
  malformedCredentialRefused,
  revokedCredentialRefused,
  unknownCredentialRefused,
} from './unusable-credentials.ts';

/** The checks of the family `auth`, in the order in which they run within a stage. */
export const authChecks: readonly Check[] = [
  credentialAccepted,
  printedSchemeAccepted,
  otherSchemeRefused,
  otherLocationRefused,
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
  foreignResourceHidden,
  foreignResourceUntouched,
  foreignFilterEmpty,
  foreignFilterShowsNothing,
  foreignItemUnlisted,
  keptFromOtherAccounts,
  foreignReferenceRefused,
  credentialNeverRefused,
  knownNotChallenged,
  credentialNotEchoed,
  fullAccess,
  checkedFirst,
  missingCredentialRefused,
  permissionMissingRefused,
  closedReadRefused,
  grantedToRole,
  hiddenMembersLeftOut,
  hiddenResourceAbsent,
  memberOfRolesKept,
  ownOnlyShown,
  listedForRoleReadable,
  openWithoutCredential,
  otherKindRefused,
  refusedAsDescribed,
  ownDecisionRefused,
  ownSettlingRefused,
  leftToMakerRefused,
  sharedByKeysOfAccount,
  endedTokenRefused,
  issuedScopeKept,
  rotatedSecretDiffers,
];
