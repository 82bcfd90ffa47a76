import type { Check } from '../../kit/define.ts';
import { actionAccepted } from './action-accepted.ts';
import { actionAnswerRecorded } from './action-answer-recorded.ts';
import { actionCompletes } from './action-completes.ts';
import { actionEffectRecorded } from './action-effect-recorded.ts';
import { actionElsewhereRecorded } from './action-elsewhere-recorded.ts';
import { actionOnKnownAccepted } from './action-on-known-accepted.ts';
import { actionRepeatedRefused } from './action-repeated-refused.ts';
import { actionShowsState } from './action-shows-state.ts';
import { answersAgree } from './answers-agree.ts';
import { createdAsAsked } from './created-as-asked.ts';
import { createdIsListed } from './created-is-listed.ts';
import { createdIsReadable } from './created-is-readable.ts';
import { creationAccepted } from './creation-accepted.ts';
import { creationAnswerRecorded } from './creation-answer-recorded.ts';
import { creationStoresNothingWhenRefused } from './creation-stores-nothing-when-refused.ts';
import { creationsHaveOwnIds } from './creations-have-own-ids.ts';
import { doneMeansSuccess } from './done-means-success.ts';
import { firstStateRecorded } from './first-state-recorded.ts';
import { idIsStable } from './id-is-stable.ts';
import { initialState } from './initial-state.ts';
import { knownItemsListed } from './known-items-listed.ts';
import { longTextKeptOrRefused } from './long-text-kept-or-refused.ts';
import { manyCreatedAreListed } from './many-created-are-listed.ts';
import { otherValueRepeated } from './other-value-repeated.ts';
import { plainTextKept } from './plain-text-kept.ts';
import { readGivesTheThingAskedFor } from './read-gives-the-thing-asked-for.ts';
import { referencesRecorded } from './references-recorded.ts';
import { removeAccepted } from './remove-accepted.ts';
import { removeTakesOnlyOne } from './remove-takes-only-one.ts';
import { removedAgainRecorded } from './removed-again-recorded.ts';
import { removedAgainRefused } from './removed-again-refused.ts';
import { removedIsGone } from './removed-is-gone.ts';
import { removedIsUnlisted } from './removed-is-unlisted.ts';
import { stateAgrees } from './state-agrees.ts';
import { statePollable } from './state-pollable.ts';
import { stateReached } from './state-reached.ts';
import { statesRecorded } from './states-recorded.ts';
import { statesSteady } from './states-steady.ts';
import { textKeptOrRefused } from './text-kept-or-refused.ts';
import { textKept } from './text-kept.ts';
import { timeToStateRecorded } from './time-to-state-recorded.ts';
import { updateAccepted } from './update-accepted.ts';
import { updateIsConfirmedLater } from './update-is-confirmed-later.ts';
import { updateKept } from './update-kept.ts';
import { updateLeavesTheRest } from './update-leaves-the-rest.ts';

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
  readGivesTheThingAskedFor,
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
  actionCompletes,
  firstStateRecorded,
  manyCreatedAreListed,
];
