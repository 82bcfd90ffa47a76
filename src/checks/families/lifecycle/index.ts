import { singleChangeShown } from './single-changed.ts';
import { ratedPriceRight } from './rated-price.ts';
import { tariffKept } from './tariff-kept.ts';
import { timeComesBack } from './time-comes-back.ts';
import { overdueCharged } from './overdue-charged.ts';
import { addedAgainKept } from './added-again.ts';
import { childrenFollow } from './followed-actions.ts';
import { auditLogged } from './audit-logged.ts';
import type { Check } from '../../kit/define.ts';
import { dayInZone } from './days-in-zones.ts';
import { partsDiscarded } from './discarded-parts.ts';
import { dryRunStoresNothing } from './dry-runs.ts';
import { earlyRefused } from './early-actions.ts';
import { refusedWhileOpen } from './open-below.ts';
import { otherValueRefused } from './equal-value.ts';
import { repetitionLeaves } from './repetitions.ts';
import { sharedTraitDemanded } from './shared-traits.ts';
import { doneAgainRefused } from './done-again-refused.ts';
import { settledPeriodKept } from './settled-periods.ts';
import { entriesJudgedApart } from './entries-judged-apart.ts';
import { rowsJudgedApart } from './rows-judged-apart.ts';
import { bodiesJudgedApart } from './bodies-judged-apart.ts';
import { moreThanLeftRefused } from './told-rests.ts';
import { childOfOtherRefused } from './told-beside.ts';
import { moreThanStockRefused } from './told-stocks.ts';
import { embeddedEntryShown } from './embedded-entries.ts';
import { linkSaysCreated, linkShown } from './links.ts';
import { shownInState, unlistedState } from './unlisted-states.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { actionLogged } from './action-logged.ts';
import { namedFollows } from './named-follows-action.ts';
import { contentKept } from './content-kept.ts';
import { copyBegins } from './copies.ts';
import { dueFlagFollows } from './due-flags.ts';
import { namedSettled } from './named-settled.ts';
import { numberFollows } from './number-follows-action.ts';
import { otherTimeRefused } from './other-time-refused.ts';
import { usesCounted } from './uses-counted.ts';
import { restoredAsVersion, versionKept, versionsCompared } from './version-truth.ts';
import { taskCancelled } from './task-cancelled.ts';
import { taskFollowed } from './accepted-tasks.ts';
import { actionAccepted, actionCompletes, actionOnKnownAccepted, actionRepeatedRefused, actionShowsState } from './actions.ts';
import { actionAnswerRecorded, actionEffectRecorded, actionElsewhereRecorded } from './actions-recorded.ts';
import { answersAgree } from './answers-agree.ts';
import { createdAsAsked, otherValueRepeated } from './created-as-asked.ts';
import { createdIsListed, manyCreatedAreListed } from './created-is-listed.ts';
import { creationAccepted } from './creation-accepted.ts';
import { creationAnswerRecorded } from './creation-answer-recorded.ts';
import { fixedMembersStay } from './fixed-at-creation.ts';
import { unchangeableStays } from './unchangeable.ts';
import { resultComputedAgain } from './computed-again.ts';
import { previewIsKept } from './previews.ts';
import { numberNotGivenAgain } from './numbers-for-good.ts';
import { endsByItself } from './ending-by-itself.ts';
import { expiredRefused } from './expired-refused.ts';
import { usesLimited } from './use-limits.ts';
import { silentChangeKept, versionRises } from './versions.ts';
import { endTakenAway } from './cleared-ends.ts';
import { takenIsGivenBack } from './given-back.ts';
import { bulkAllOrNothing, bulkBreachesRefused, bulkEntryKept, bulkEqualRefused, bulkLimitKept, bulkToldTruly } from './bulk.ts';
import { entriesAllOrNothing, entryIsShown, entryKeptOnce } from './entries.ts';
import { longerRefused, overlapRefused, touchingAccepted } from './free-times.ts';
import { intervalsMerged } from './intervals-merged.ts';
import { belowItselfRefused } from './below-itself-refused.ts';
import { accountLimitKept } from './account-limit.ts';
import { capacityKept, lastPlaceGivenOnce, placeComesBack } from './capacity.ts';
import { stateChosen } from './chosen-states.ts';
import { childrenCounted } from './children-counted.ts';
import { creationStoresNothingWhenRefused } from './creation-stores-nothing-when-refused.ts';
import { fileKept, mistakenFormRefused } from './files.ts';
import { foundBelowOwnParent } from './found-below-own-parent.ts';
import { doneMeansSuccess } from './done-means-success.ts';
import { creationsHaveOwnIds, idIsStable } from './ids.ts';
import { existingReadAsListed } from './existing-read-as-listed.ts';
import { listedIsReadable } from './listed-is-readable.ts';
import { exportedRecords } from './exported-records.ts';
import { taskCounts } from './task-counts.ts';
import { usedIsKept } from './kept-while-used.ts';
import { earlierStateReturned } from './returned-states.ts';
import { risingRefused } from './rising-refused.ts';
import { unfitReferenceRefused } from './unfit-reference-refused.ts';
import { leadsToState, refusedWhileLacking, momentsWithStates, refusedInState, valueInStateAlone } from './lives.ts';
import { movedOnRemoval } from './moved-on-removal.ts';
import { takenOffOnRemoval } from './taken-off-on-removal.ts';
import { emptiedOnRemoval } from './emptied-on-removal.ts';
import { purgedIsGone, removedIsLeftOut, removedIsMarked, removedIsRefused, restoredIsBack } from './soft-deletion.ts';
import { statesInHistory } from './states-in-history.ts';
import { valuesInHistory } from './values-in-history.ts';
import { knownItemsListed } from './known-items-listed.ts';
import { createdIsReadable, readGivesTheResourceAskedFor } from './reads.ts';
import { referencesRecorded } from './references-recorded.ts';
import {
  removeAccepted,
  removeTakesOnlyOne,
  removedAgainRecorded,
  removedAgainRefused,
  removedIsGone,
  removedIsUnlisted,
} from './removals.ts';
import { otherMovesRefused } from './moves.ts';
import { actionShown } from './stated-actions.ts';
import { storedBoundRefused } from './stored-bound-refused.ts';
import { leftOutFromNamed } from './left-out-from-named.ts';
import { numbersDerived } from './numbers-derived.ts';
import { flagInherited, onlyOneFlagged } from './one-flagged.ts';
import { actionTextKept } from './action-texts.ts';
import { partKept } from './part-kept.ts';
import { removedUploadGone, uploadReadBack } from './stored-uploads.ts';
import { uploadChangeKept } from './upload-change-kept.ts';
import { numbersWithoutGaps } from './gapless-numbers.ts';
import { positionsWithoutGaps } from './positions.ts';
import { removedWithItsParent } from './removed-with-parent.ts';
import { roundTripChecks } from './round-trip/index.ts';
import { initialState, stateAgrees, statePollable, stateReached, statesSteady } from './states.ts';
import { firstStateRecorded, statesRecorded, timeToStateRecorded } from './states-recorded.ts';
import { longTextKeptOrRefused, plainTextKept, textKept, textKeptOrRefused } from './texts-kept.ts';
import { partsFollow, refusedActionLeavesAll, unsuitedRefused } from './suited-actions.ts';
import { valuesGivenOnce } from './values-given-once.ts';
import { updateAccepted, updateIsConfirmedLater, updateKept, updateLeavesTheRest } from './updates.ts';

/** The checks of the family `lifecycle`, in the order in which they run within a stage. */
export const lifecycleChecks: readonly Check[] = [
  referencesRecorded,
  initialState,
  knownItemsListed,
  creationStoresNothingWhenRefused,
  createdIsListed,
  stateReached,
  timeToStateRecorded,
  statesSteady,
  stateAgrees,
  statesRecorded,
  creationAnswerRecorded,
  actionAccepted,
  actionShowsState,
  actionOnKnownAccepted,
  actionRepeatedRefused,
  actionAnswerRecorded,
  actionElsewhereRecorded,
  actionEffectRecorded,
  createdAsAsked,
  creationAccepted,
  createdIsReadable,
  readGivesTheResourceAskedFor,
  creationsHaveOwnIds,
  statePollable,
  idIsStable,
  answersAgree,
  updateAccepted,
  updateKept,
  updateIsConfirmedLater,
  updateLeavesTheRest,
  removeAccepted,
  doneMeansSuccess,
  removedIsGone,
  removedIsUnlisted,
  removeTakesOnlyOne,
  removedAgainRefused,
  removedAgainRecorded,
  textKept,
  otherValueRepeated,
  plainTextKept,
  textKeptOrRefused,
  longTextKeptOrRefused,
  actionShown,
  otherMovesRefused,
  refusedInState,
  leadsToState,
  momentsWithStates,
  valueInStateAlone,
  statesInHistory,
  valuesInHistory,
  movedOnRemoval,
  takenOffOnRemoval,
  emptiedOnRemoval,
  usedIsKept,
  unfitReferenceRefused,
  belowItselfRefused,
  storedBoundRefused,
  actionLogged,
  usesCounted,
  versionKept,
  versionsCompared,
  restoredAsVersion,
  otherTimeRefused,
  namedFollows,
  namedSettled,
  dueFlagFollows,
  copyBegins,
  contentKept,
  numberFollows,
  unsuitedRefused,
  refusedActionLeavesAll,
  partsFollow,
  exportedRecords,
  taskCounts,
  stateChosen,
  taskFollowed,
  taskCancelled,
  ...roundTripChecks,
  foundBelowOwnParent,
  removedWithItsParent,
  childrenCounted,
  accountLimitKept,
  childrenFollow,
  capacityKept,
  lastPlaceGivenOnce,
  placeComesBack,
  takenIsGivenBack,
  timeComesBack,
  numbersDerived,
  leftOutFromNamed,
  partKept,
  actionTextKept,
  uploadChangeKept,
  uploadReadBack,
  removedUploadGone,
  mistakenFormRefused,
  fileKept,
  actionCompletes,
  firstStateRecorded,
  manyCreatedAreListed,
  embeddedEntryShown,
  addedAgainKept,
  ratedPriceRight,
  singleChangeShown,
  tariffKept,
  overdueCharged,
  positionsWithoutGaps,
  numbersWithoutGaps,
  dayInZone,
  linkShown,
  linkSaysCreated,
  existingReadAsListed,
  listedIsReadable,
  risingRefused,
  entryIsShown,
  entryKeptOnce,
  entriesAllOrNothing,
  bulkAllOrNothing,
  bulkToldTruly,
  bulkEqualRefused,
  bulkBreachesRefused,
  bulkEntryKept,
  fixedMembersStay,
  unchangeableStays,
  silentChangeKept,
  versionRises,
  endTakenAway,
  numberNotGivenAgain,
  usesLimited,
  expiredRefused,
  endsByItself,
  previewIsKept,
  resultComputedAgain,
  dryRunStoresNothing,
  bulkLimitKept,
  overlapRefused,
  touchingAccepted,
  longerRefused,
  intervalsMerged,
  valuesGivenOnce,
  removedIsMarked,
  restoredIsBack,
  purgedIsGone,
  removedIsLeftOut,
  removedIsRefused,
  auditLogged,
  onlyOneFlagged,
  flagInherited,
  oneAtATime,
  refusedWhileLacking,
  earlierStateReturned,
  partsDiscarded,
  earlyRefused,
  refusedWhileOpen,
  otherValueRefused,
  moreThanLeftRefused,
  moreThanStockRefused,
  childOfOtherRefused,
  repetitionLeaves,
  sharedTraitDemanded,
  entriesJudgedApart,
  rowsJudgedApart,
  bodiesJudgedApart,
  doneAgainRefused,
  settledPeriodKept,
  unlistedState,
  shownInState,
];
