import type { Check } from '../../kit/define.ts';
import { blockedValueRefused } from './blocked-value-refused.ts';
import { duplicateRefused } from './duplicate-refused.ts';
import { emptyObjectRefused } from './empty-object-refused.ts';
import { emptyRefused } from './empty-refused.ts';
import { longTextNotFailed } from './long-text-not-failed.ts';
import { membersLeftOutRecorded } from './members-left-out-recorded.ts';
import { missingMemberRefused } from './missing-member-refused.ts';
import { notAnObjectRefused } from './not-an-object-refused.ts';
import { oddValuesRecorded } from './odd-values-recorded.ts';
import { optionalMembersNotDemanded } from './optional-members-not-demanded.ts';
import { requiredMembersSuffice } from './required-members-suffice.ts';
import { unlistedValueRefused } from './unlisted-value-refused.ts';
import { unparsableNotFailed } from './unparsable-not-failed.ts';
import { unparsableRefused } from './unparsable-refused.ts';
import { unreadableTypeRefused } from './unreadable-type-refused.ts';
import { unusableValueRefused } from './unusable-value-refused.ts';
import { unusableValuesRefused } from './unusable-values-refused.ts';
import { unusualTextNoServerError } from './unusual-text-no-server-error.ts';
import { bodyValueAccepted } from './value-accepted.ts';
import { wrongTypeNotFailed } from './wrong-type-not-failed.ts';
import { wrongTypeRefused } from './wrong-type-refused.ts';

/** The checks of the family `body`, in the order in which they run within a stage. */
export const bodyChecks: readonly Check[] = [
  unparsableRefused,
  unparsableNotFailed,
  emptyRefused,
  emptyObjectRefused,
  missingMemberRefused,
  notAnObjectRefused,
  wrongTypeRefused,
  wrongTypeNotFailed,
  unreadableTypeRefused,
  unlistedValueRefused,
  unusableValuesRefused,
  unusableValueRefused,
  blockedValueRefused,
  optionalMembersNotDemanded,
  requiredMembersSuffice,
  duplicateRefused,
  bodyValueAccepted,
  unusualTextNoServerError,
  longTextNotFailed,
  oddValuesRecorded,
  membersLeftOutRecorded,
];
