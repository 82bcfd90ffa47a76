import type { Check } from '../../kit/define.ts';
import { allMistakesNamed } from './all-mistakes-named.ts';
import { mistakeLocated } from './mistake-located.ts';
import { bodyValueAccepted, optionalMembersNotDemanded, requiredMembersSuffice } from './accepted.ts';
import { bodyBreachRefused, refusedChangeStoresNothing } from './breach-refused.ts';
import { describedTypesAccepted } from './described-types.ts';
import { refusedCreationUnlisted } from './refused-creation-unlisted.ts';
import { refusedTextUnseen } from './refused-text-unseen.ts';
import { wholeListDemanded } from './whole-list-demanded.ts';
import { repeatedEntryRefused } from './repeated-entry-refused.ts';
import { secondForSameRefused } from './second-for-same.ts';
import { takenElsewhere } from './taken-elsewhere.ts';
import { freeAfterRemoval, keptAfterRemoval, takenByChange, takenInOtherCase } from './taken.ts';
import { documentedBodyValueAccepted, documentedBodyValueKept } from './documented-values.ts';
import { duplicateRefused } from './duplicate-refused.ts';
import { membersLeftOutRecorded } from './members-left-out-recorded.ts';
import { longTextNotFailed, unparsableNotFailed, wrongTypeNotFailed } from './not-failed.ts';
import { oddValuesRecorded } from './odd-values-recorded.ts';
import {
  absentRefused,
  emptyObjectRefused,
  emptyRefused,
  missingMemberRefused,
  notAnObjectRefused,
  unparsableRefused,
  unreadableTypeRefused,
  wrongTypeRefused,
} from './form-refused.ts';
import { otherMediaTypeRefused } from './other-media-type.ts';
import { toldStatusKept } from './told-status.ts';
import { toldBoundRefused } from './told-bound-refused.ts';
import { conditionKeptByChange } from './condition-kept-by-change.ts';
import { toldConditionRefused } from './told-condition-refused.ts';
import { toldVocabularyRefused } from './told-vocabulary-refused.ts';
import { toldLimitRefused } from './told-limit-refused.ts';
import { toldDayRefused } from './told-day-refused.ts';
import { toldTimeRefused } from './told-time-refused.ts';
import { toldSumRefused } from './told-sum-refused.ts';
import { toldTotalRefused } from './told-total-refused.ts';
import { tooLargeRefused } from './too-large.ts';
import { barredValueRefused } from './barred-value-refused.ts';
import { unsuitedValueRefused } from './unsuited-value.ts';
import { unusualTextNoServerError } from './unusual-text-no-server-error.ts';
import { blockedValueRefused, unlistedValueRefused, unusableValueRefused, unusableValuesRefused } from './value-refused.ts';

/** The checks of the family `body`, in the order in which they run within a stage. */
export const bodyChecks: readonly Check[] = [
  unparsableRefused,
  unparsableNotFailed,
  emptyRefused,
  emptyObjectRefused,
  absentRefused,
  missingMemberRefused,
  notAnObjectRefused,
  wrongTypeRefused,
  wrongTypeNotFailed,
  unreadableTypeRefused,
  unlistedValueRefused,
  unusableValuesRefused,
  unusableValueRefused,
  blockedValueRefused,
  unsuitedValueRefused,
  barredValueRefused,
  toldBoundRefused,
  toldTimeRefused,
  toldDayRefused,
  toldLimitRefused,
  toldConditionRefused,
  toldTotalRefused,
  toldSumRefused,
  conditionKeptByChange,
  toldVocabularyRefused,
  repeatedEntryRefused,
  wholeListDemanded,
  otherMediaTypeRefused,
  tooLargeRefused,
  bodyBreachRefused,
  refusedChangeStoresNothing,
  toldStatusKept,
  allMistakesNamed,
  mistakeLocated,
  refusedCreationUnlisted,
  refusedTextUnseen,
  optionalMembersNotDemanded,
  requiredMembersSuffice,
  duplicateRefused,
  secondForSameRefused,
  takenByChange,
  takenInOtherCase,
  takenElsewhere,
  freeAfterRemoval,
  keptAfterRemoval,
  bodyValueAccepted,
  unusualTextNoServerError,
  longTextNotFailed,
  oddValuesRecorded,
  membersLeftOutRecorded,
  documentedBodyValueAccepted,
  documentedBodyValueKept,
  describedTypesAccepted,
];
