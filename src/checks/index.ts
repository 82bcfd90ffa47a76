import type { Check } from './define.ts';
import { accountsApart } from './auth/accounts-apart.ts';
import { challengePresent } from './auth/challenge-present.ts';
import { challengeRecorded } from './auth/challenge-recorded.ts';
import { checkedFirst } from './auth/checked-first.ts';
import { createdHiddenFromOthers } from './auth/created-hidden-from-others.ts';
import { credentialAccepted } from './auth/credential-accepted.ts';
import { credentialCaseCounts } from './auth/credential-case-counts.ts';
import { credentialNeverRefused } from './auth/credential-never-refused.ts';
import { credentialNotEchoed } from './auth/credential-not-echoed.ts';
import { damagedCredentialRefused } from './auth/damaged-credential-refused.ts';
import { environmentLiveOnSandbox } from './auth/environment-live-on-sandbox.ts';
import { environmentSandboxOnLive } from './auth/environment-sandbox-on-live.ts';
import { expiredCredentialRefused } from './auth/expired-credential-refused.ts';
import { forbiddenWriteChangesNothing } from './auth/forbidden-write-changes-nothing.ts';
import { foreignFilterEmpty } from './auth/foreign-filter-empty.ts';
import { foreignThingHidden } from './auth/foreign-thing-hidden.ts';
import { foreignThingUntouched } from './auth/foreign-thing-untouched.ts';
import { formLive } from './auth/form-live.ts';
import { formRecorded } from './auth/form-recorded.ts';
import { formSandbox } from './auth/form-sandbox.ts';
import { fullAccess } from './auth/full-access.ts';
import { issuedBelongs } from './auth/issued-belongs.ts';
import { issuedDiffer } from './auth/issued-differ.ts';
import { issuedFormRecorded } from './auth/issued-form-recorded.ts';
import { issuedWorks } from './auth/issued-works.ts';
import { malformedCredentialRefused } from './auth/malformed-credential-refused.ts';
import { missingCredentialRefused } from './auth/missing-credential-refused.ts';
import { otherHeaderRefused } from './auth/other-header-refused.ts';
import { otherPlaceRefused } from './auth/other-place-refused.ts';
import { otherSchemeRefused } from './auth/other-scheme-refused.ts';
import { permissionMissingRefused } from './auth/permission-missing-refused.ts';
import { printedSchemeAccepted } from './auth/printed-scheme-accepted.ts';
import { refusedWithExactStatus } from './auth/refused-with-exact-status.ts';
import { refusedWriteChangesNothing } from './auth/refused-write-changes-nothing.ts';
import { revokedCredentialRefused } from './auth/revoked-credential-refused.ts';
import { schemeCaseRecorded } from './auth/scheme-case-recorded.ts';
import { unknownCredentialRefused } from './auth/unknown-credential-refused.ts';
import { blockedValueRefused } from './body/blocked-value-refused.ts';
import { duplicateRefused } from './body/duplicate-refused.ts';
import { emptyObjectRefused } from './body/empty-object-refused.ts';
import { emptyRefused } from './body/empty-refused.ts';
import { longTextNotFailed } from './body/long-text-not-failed.ts';
import { membersLeftOutRecorded } from './body/members-left-out-recorded.ts';
import { missingMemberRefused } from './body/missing-member-refused.ts';
import { notAnObjectRefused } from './body/not-an-object-refused.ts';
import { oddValuesRecorded } from './body/odd-values-recorded.ts';
import { optionalMembersNotDemanded } from './body/optional-members-not-demanded.ts';
import { requiredMembersSuffice } from './body/required-members-suffice.ts';
import { unlistedValueRefused } from './body/unlisted-value-refused.ts';
import { unparsableNotFailed } from './body/unparsable-not-failed.ts';
import { unparsableRefused } from './body/unparsable-refused.ts';
import { unreadableTypeRefused } from './body/unreadable-type-refused.ts';
import { unusableValueRefused } from './body/unusable-value-refused.ts';
import { unusableValuesRefused } from './body/unusable-values-refused.ts';
import { unusualTextNoServerError } from './body/unusual-text-no-server-error.ts';
import { bodyValueAccepted } from './body/value-accepted.ts';
import { wrongTypeNotFailed } from './body/wrong-type-not-failed.ts';
import { wrongTypeRefused } from './body/wrong-type-refused.ts';
import { inUseIsKept } from './concurrency/in-use-is-kept.ts';
import { inUseRefused } from './concurrency/in-use-refused.ts';
import { oneOfManySucceeds } from './concurrency/one-of-many-succeeds.ts';
import { hostRecorded } from './docs/host-recorded.ts';
import { listLengthRecorded } from './docs/list-length-recorded.ts';
import { pathRecorded } from './docs/path-recorded.ts';
import { roundTripRecorded } from './docs/round-trip-recorded.ts';
import { readByIdRecorded } from './docs/read-by-id-recorded.ts';
import { bodyIfAnyIsJson } from './errors/body-if-any-is-json.ts';
import { bodyIsJson } from './errors/body-is-json.ts';
import { codeEqualsStatus } from './errors/code-equals-status.ts';
import { codePresent } from './errors/code-present.ts';
import { codeStable } from './errors/code-stable.ts';
import { detailsNameMember } from './errors/details-name-member.ts';
import { detailsPresent } from './errors/details-present.ts';
import { detailsRecorded } from './errors/details-recorded.ts';
import { memberNames } from './errors/member-names.ts';
import { messagePlace } from './errors/message-place.ts';
import { messagePresent } from './errors/message-present.ts';
import { errorNamed } from './errors/named.ts';
import { available } from './errors/available.ts';
import { noDescribedFailure } from './errors/no-described-failure.ts';
import { noFailure } from './errors/no-failure.ts';
import { noServerError } from './errors/no-server-error.ts';
import { oddRequestsRecorded } from './errors/odd-requests-recorded.ts';
import { sameShape } from './errors/same-shape.ts';
import { shapeRecorded } from './errors/shape-recorded.ts';
import { shownByStatus } from './errors/shown-by-status.ts';
import { undeclaredStatusesRecorded } from './errors/undeclared-statuses-recorded.ts';
import { undocumentedCallsRecorded } from './errors/undocumented-calls-recorded.ts';
import { unknownIdExactStatus } from './errors/unknown-id-exact-status.ts';
import { unknownIdRefused } from './errors/unknown-id-refused.ts';
import { unknownPathRefused } from './errors/unknown-path-refused.ts';
import { unknownReferenceRefused } from './errors/unknown-reference-refused.ts';
import { afterValue } from './filtering/after-value.ts';
import { allMatching } from './filtering/all-matching.ts';
import { combinedPages } from './filtering/combined-pages.ts';
import { combinedFilters } from './filtering/combined.ts';
import { datesWithinRange } from './filtering/dates-within-range.ts';
import { guessedNameHasEffect } from './filtering/guessed-name-has-effect.ts';
import { filterHasEffect } from './filtering/has-effect.ts';
import { keepsEffectBesideAnother } from './filtering/keeps-effect-beside-another.ts';
import { knownValueMatches } from './filtering/known-value-matches.ts';
import { madeUpValueMatchesNothing } from './filtering/made-up-value-matches-nothing.ts';
import { onlyMatching } from './filtering/only-matching.ts';
import { valueAccepted } from './filtering/value-accepted.ts';
import { filterValuesApart } from './filtering/values-apart.ts';
import { withinRange } from './filtering/within-range.ts';
import { contentTypeDeclared } from './headers/content-type-declared.ts';
import { declaredHeaders } from './headers/declared.ts';
import { headerEffectRecorded } from './headers/header-effect-recorded.ts';
import { mediaTypeDeclared } from './headers/media-type-declared.ts';
import { optionalHeader } from './headers/optional-header.ts';
import { keyedCreationRecorded } from './idempotency/keyed-creation-recorded.ts';
import { readRepeats } from './idempotency/read-repeats.ts';
import { repeatedCreationRecorded } from './idempotency/repeated-creation-recorded.ts';
import { actionAccepted } from './lifecycle/action-accepted.ts';
import { actionAnswerRecorded } from './lifecycle/action-answer-recorded.ts';
import { actionCompletes } from './lifecycle/action-completes.ts';
import { actionEffectRecorded } from './lifecycle/action-effect-recorded.ts';
import { actionElsewhereRecorded } from './lifecycle/action-elsewhere-recorded.ts';
import { actionOnKnownAccepted } from './lifecycle/action-on-known-accepted.ts';
import { actionRepeatedRefused } from './lifecycle/action-repeated-refused.ts';
import { actionShowsState } from './lifecycle/action-shows-state.ts';
import { answersAgree } from './lifecycle/answers-agree.ts';
import { createdAsAsked } from './lifecycle/created-as-asked.ts';
import { createdIsListed } from './lifecycle/created-is-listed.ts';
import { createdIsReadable } from './lifecycle/created-is-readable.ts';
import { creationAccepted } from './lifecycle/creation-accepted.ts';
import { creationAnswerRecorded } from './lifecycle/creation-answer-recorded.ts';
import { creationStoresNothingWhenRefused } from './lifecycle/creation-stores-nothing-when-refused.ts';
import { creationsHaveOwnIds } from './lifecycle/creations-have-own-ids.ts';
import { doneMeansSuccess } from './lifecycle/done-means-success.ts';
import { firstStateRecorded } from './lifecycle/first-state-recorded.ts';
import { idIsStable } from './lifecycle/id-is-stable.ts';
import { initialState } from './lifecycle/initial-state.ts';
import { knownItemsListed } from './lifecycle/known-items-listed.ts';
import { longTextKeptOrRefused } from './lifecycle/long-text-kept-or-refused.ts';
import { manyCreatedAreListed } from './lifecycle/many-created-are-listed.ts';
import { otherValueRepeated } from './lifecycle/other-value-repeated.ts';
import { plainTextKept } from './lifecycle/plain-text-kept.ts';
import { readGivesTheThingAskedFor } from './lifecycle/read-gives-the-thing-asked-for.ts';
import { referencesRecorded } from './lifecycle/references-recorded.ts';
import { removeAccepted } from './lifecycle/remove-accepted.ts';
import { removeTakesOnlyOne } from './lifecycle/remove-takes-only-one.ts';
import { removedAgainRecorded } from './lifecycle/removed-again-recorded.ts';
import { removedAgainRefused } from './lifecycle/removed-again-refused.ts';
import { removedIsGone } from './lifecycle/removed-is-gone.ts';
import { removedIsUnlisted } from './lifecycle/removed-is-unlisted.ts';
import { stateAgrees } from './lifecycle/state-agrees.ts';
import { statePollable } from './lifecycle/state-pollable.ts';
import { stateReached } from './lifecycle/state-reached.ts';
import { statesRecorded } from './lifecycle/states-recorded.ts';
import { statesSteady } from './lifecycle/states-steady.ts';
import { textKeptOrRefused } from './lifecycle/text-kept-or-refused.ts';
import { textKept } from './lifecycle/text-kept.ts';
import { timeToStateRecorded } from './lifecycle/time-to-state-recorded.ts';
import { updateAccepted } from './lifecycle/update-accepted.ts';
import { updateIsConfirmedLater } from './lifecycle/update-is-confirmed-later.ts';
import { updateKept } from './lifecycle/update-kept.ts';
import { updateLeavesTheRest } from './lifecycle/update-leaves-the-rest.ts';
import { exhaustedAccountRefused } from './limits/exhausted-account-refused.ts';
import { codeWorksOnce } from './oauth/code-works-once.ts';
import { exchangeSucceeds } from './oauth/exchange-succeeds.ts';
import { otherRequestRefused } from './oauth/other-request-refused.ts';
import { tokenAccepted } from './oauth/token-accepted.ts';
import { tokenAnswer } from './oauth/token-answer.ts';
import { tokenCallSucceeds } from './oauth/token-call-succeeds.ts';
import { unknownCodeRefused } from './oauth/unknown-code-refused.ts';
import { wrongSecretRefused } from './oauth/wrong-secret-refused.ts';
import { documentedOrder } from './ordering/documented-order.ts';
import { orderRecorded } from './ordering/order-recorded.ts';
import { stableOrder } from './ordering/stable.ts';
import { beyondEndRecorded } from './pagination/beyond-end-recorded.ts';
import { cursorGivenOnce } from './pagination/cursor-given-once.ts';
import { cursorGivenWhileMore } from './pagination/cursor-given-while-more.ts';
import { defaultSizeRecorded } from './pagination/default-size-recorded.ts';
import { defaultSize } from './pagination/default-size.ts';
import { eachPageFollows } from './pagination/each-page-follows.ts';
import { edgeSizesRecorded } from './pagination/edge-sizes-recorded.ts';
import { madeUpCursorRecorded } from './pagination/made-up-cursor-recorded.ts';
import { madeUpCursorRefused } from './pagination/made-up-cursor-refused.ts';
import { maximumAccepted } from './pagination/maximum-accepted.ts';
import { maximumFull } from './pagination/maximum-full.ts';
import { maximumNotRefused } from './pagination/maximum-not-refused.ts';
import { maximumSize } from './pagination/maximum-size.ts';
import { moreTellsTheTruth } from './pagination/more-tells-the-truth.ts';
import { nextPageFollows } from './pagination/next-page-follows.ts';
import { nextPageHasItems } from './pagination/next-page-has-items.ts';
import { numberRepeated } from './pagination/number-repeated.ts';
import { pageNumberFollows } from './pagination/page-number-follows.ts';
import { pageOnRequest } from './pagination/page-on-request.ts';
import { sizeNotExceeded } from './pagination/size-not-exceeded.ts';
import { sizeRepeated } from './pagination/size-repeated.ts';
import { sizeRespected } from './pagination/size-respected.ts';
import { stableUnderCreation } from './pagination/stable-under-creation.ts';
import { styleRecorded } from './pagination/style-recorded.ts';
import { styleShown } from './pagination/style-shown.ts';
import { totalTrue } from './pagination/total-true.ts';
import { tracesRecorded } from './pagination/traces-recorded.ts';
import { underCreationRecorded } from './pagination/under-creation-recorded.ts';
import { walkComplete } from './pagination/walk-complete.ts';
import { walkEnds } from './pagination/walk-ends.ts';
import { walkUnique } from './pagination/walk-unique.ts';
import { anyBodyAccepted } from './properties/any-body-accepted.ts';
import { anyBodyListed } from './properties/any-body-listed.ts';
import { anyBodyReadable } from './properties/any-body-readable.ts';
import { anyBodyRepeated } from './properties/any-body-repeated.ts';
import { anyBodyShownAlike } from './properties/any-body-shown-alike.ts';
import { anyCreationAsAsked } from './properties/any-creation-as-asked.ts';
import { anyCreationListed } from './properties/any-creation-listed.ts';
import { anyFiltersCombined } from './properties/any-filters-combined.ts';
import { anyFractionRefused } from './properties/any-fraction-refused.ts';
import { anyPageSizeComplete } from './properties/any-page-size-complete.ts';
import { anyPageSizeUnique } from './properties/any-page-size-unique.ts';
import { anyQueryBreachSurvived } from './properties/any-query-breach-survived.ts';
import { anyWordRefused } from './properties/any-word-refused.ts';
import { edgeValuesRecorded } from './query/edge-values-recorded.ts';
import { oddQueryValuesRecorded } from './query/odd-values-recorded.ts';
import { queryOutOfRangeRefused } from './query/out-of-range-refused.ts';
import { queryUnparsableRefused } from './query/unparsable-refused.ts';
import { aboutPlan } from './rate-limit/about-plan.ts';
import { announcementsRecorded } from './rate-limit/announcements-recorded.ts';
import { atLeastPlan } from './rate-limit/at-least-plan.ts';
import { atMostPlanThoughBusy } from './rate-limit/at-most-plan-though-busy.ts';
import { atMostPlan } from './rate-limit/at-most-plan.ts';
import { credentialsApart } from './rate-limit/credentials-apart.ts';
import { credentialsCountedApart } from './rate-limit/credentials-counted-apart.ts';
import { credentialsShare } from './rate-limit/credentials-share.ts';
import { rateLimitEnforced } from './rate-limit/enforced.ts';
import { quotaHeadersRecorded } from './rate-limit/headers-recorded.ts';
import { nothingRemainsWhenRefused } from './rate-limit/nothing-remains-when-refused.ts';
import { operationsLowerRemaining } from './rate-limit/operations-lower-remaining.ts';
import { operationsShare } from './rate-limit/operations-share.ts';
import { planLimitAnnounced } from './rate-limit/plan-limit-announced.ts';
import { planLimitOnEverySuccess } from './rate-limit/plan-limit-on-every-success.ts';
import { planRemainingRecorded } from './rate-limit/plan-remaining-recorded.ts';
import { refusalExactStatus } from './rate-limit/refusal-exact-status.ts';
import { refusalStatus } from './rate-limit/refusal-status.ts';
import { remainingFalls } from './rate-limit/remaining-falls.ts';
import { remainingGoesDown } from './rate-limit/remaining-goes-down.ts';
import { smallRemainingGoesDown } from './rate-limit/small-remaining-goes-down.ts';
import { remainingToldWhenRefused } from './rate-limit/remaining-told-when-refused.ts';
import { remainingWithinLimit } from './rate-limit/remaining-within-limit.ts';
import { resetFormRecorded } from './rate-limit/reset-form-recorded.ts';
import { resetWithinWindow } from './rate-limit/reset-within-window.ts';
import { restedRemaining } from './rate-limit/rested-remaining.ts';
import { restoredAfterReset } from './rate-limit/restored-after-reset.ts';
import { restoredAfterWindow } from './rate-limit/restored-after-window.ts';
import { retryAfterForm } from './rate-limit/retry-after-form.ts';
import { retryAfterOnly } from './rate-limit/retry-after-only.ts';
import { retryAfterReadable } from './rate-limit/retry-after-readable.ts';
import { retryAfterSuffices } from './rate-limit/retry-after-suffices.ts';
import { retryAfterWithinWindow } from './rate-limit/retry-after-within-window.ts';
import { scopeRecorded } from './rate-limit/scope-recorded.ts';
import { servedAtAnEvenPace } from './rate-limit/served-at-an-even-pace.ts';
import { servedUpToLimit } from './rate-limit/served-up-to-limit.ts';
import { unnamedRemainingFalls } from './rate-limit/unnamed-remaining-falls.ts';
import { unnamedResetReadable } from './rate-limit/unnamed-reset-readable.ts';
import { wholeLimitAtAnEvenPace } from './rate-limit/whole-limit-at-an-even-pace.ts';
import { windowRolls } from './rate-limit/window-rolls.ts';
import { sandboxApart } from './sandbox/apart.ts';
import { sandboxDataAgeRecorded } from './sandbox/data-age-recorded.ts';
import { sandboxHeadersRecorded } from './sandbox/headers-recorded.ts';
import { sandboxLiveApart } from './sandbox/live-apart.ts';
import { sandboxPathsServed } from './sandbox/paths-served.ts';
import { sandboxQuotaNone } from './sandbox/quota-none.ts';
import { sandboxQuotaUncounted } from './sandbox/quota-uncounted.ts';
import { sandboxSeeded } from './sandbox/seeded.ts';
import { sandboxServed } from './sandbox/served.ts';
import { bodyFormRecorded } from './schema/body-form-recorded.ts';
import { bodyIfAny } from './schema/body-if-any.ts';
import { bodyPresent } from './schema/body-present.ts';
import { constantValue } from './schema/constant-value.ts';
import { figuresInSlugs } from './schema/figures-in-slugs.ts';
import { includesRequest } from './schema/includes-request.ts';
import { itemsAreObjects } from './schema/items-are-objects.ts';
import { listFound } from './schema/list-found.ts';
import { listedOnce } from './schema/listed-once.ts';
import { momentNotBefore } from './schema/moment-not-before.ts';
import { momentOfCreation } from './schema/moment-of-creation.ts';
import { namedMembers } from './schema/named-members.ts';
import { repeatsRequest } from './schema/repeats-request.ts';
import { responseBody } from './schema/response-body.ts';
import { sameTypesEverywhere } from './schema/same-types-everywhere.ts';
import { shownForSentValue } from './schema/shown-for-sent-value.ts';
import { successIsJson } from './schema/success-is-json.ts';
import { thingPlaceRecorded } from './schema/thing-place-recorded.ts';
import { thingsAreObjects } from './schema/things-are-objects.ts';
import { timestampsInUtc } from './schema/timestamps-in-utc.ts';
import { undescribedBodyRecorded } from './schema/undescribed-body-recorded.ts';
import { valueFormsRecorded } from './schema/value-forms-recorded.ts';
import { valuesRecorded } from './schema/values-recorded.ts';
import { wholeAfterCreation } from './schema/whole-after-creation.ts';
import { statusDeclared } from './status/declared.ts';
import { documentedCallSucceeds } from './status/documented-call-succeeds.ts';
import { documentedCall } from './status/documented-call.ts';
import { listServed } from './status/list-served.ts';
import { onlyClasses } from './status/only-classes.ts';
import { plainCallNotRefused } from './status/plain-call-not-refused.ts';
import { plainCallSucceeds } from './status/plain-call-succeeds.ts';
import { successAsDocumented } from './status/success-as-documented.ts';
import { successRecorded } from './status/success-recorded.ts';
import { streamDataIsJson } from './streaming/data-is-json.ts';
import { streamEventsRecorded } from './streaming/events-recorded.ts';
import { streamFraming } from './streaming/framing.ts';
import { streamMediaType } from './streaming/media-type.ts';
import { streamStaysOpen } from './streaming/stays-open.ts';
import { bodyIsRead } from './transport/body-is-read.ts';
import { certificateVerifies } from './transport/certificate-verifies.ts';
import { charset } from './transport/charset.ts';
import { contentTypeAccepted } from './transport/content-type-accepted.ts';
import { contentTypeParameterHarmless } from './transport/content-type-parameter-harmless.ts';
import { handshakeCompletes } from './transport/handshake-completes.ts';
import { httpsServed } from './transport/https-served.ts';
import { noContentIsEmpty } from './transport/no-content-is-empty.ts';
import { plainHttpAnswered } from './transport/plain-http-answered.ts';
import { plainHttpLocation } from './transport/plain-http-location.ts';
import { plainHttpNotServed } from './transport/plain-http-not-served.ts';
import { plainHttpRecorded } from './transport/plain-http-recorded.ts';
import { plainHttpRejected } from './transport/plain-http-rejected.ts';
import { plainHttpWithoutEffect } from './transport/plain-http-without-effect.ts';
import { printedHeadersAccepted } from './transport/printed-headers-accepted.ts';
import { protocolCurrent } from './transport/protocol-current.ts';
import { validUtf8 } from './transport/valid-utf8.ts';
import { deprecationRecorded } from './versioning/deprecation-recorded.ts';
import { operationsServed } from './versioning/operations-served.ts';
import { otherSegmentsRecorded } from './versioning/other-segments-recorded.ts';
import { segmentAnswers } from './versioning/segment-answers.ts';
import { segmentKept } from './versioning/segment-kept.ts';
import { segmentServed } from './versioning/segment-served.ts';
import { someSegmentServes } from './versioning/some-segment-serves.ts';
import { unknownSegmentNotServed } from './versioning/unknown-segment-not-served.ts';

/** Every check, in the order in which cases of one phase are tried. */
export const checks = [
  plainCallSucceeds,
  plainCallNotRefused,
  pathRecorded,
  listLengthRecorded,
  roundTripRecorded,
  hostRecorded,
  readByIdRecorded,
  referencesRecorded,
  onlyClasses,
  listServed,
  responseBody,
  listedOnce,
  repeatsRequest,
  includesRequest,
  shownForSentValue,
  figuresInSlugs,
  namedMembers,
  itemsAreObjects,
  bodyFormRecorded,
  momentOfCreation,
  momentNotBefore,
  bodyIfAny,
  constantValue,
  timestampsInUtc,
  bodyPresent,
  successIsJson,
  sameTypesEverywhere,
  initialState,
  declaredHeaders,
  optionalHeader,
  headerEffectRecorded,
  contentTypeDeclared,
  defaultSize,
  sizeRespected,
  maximumSize,
  nextPageFollows,
  walkComplete,
  walkEnds,
  cursorGivenOnce,
  walkUnique,
  maximumAccepted,
  moreTellsTheTruth,
  madeUpCursorRefused,
  styleShown,
  sizeNotExceeded,
  maximumNotRefused,
  maximumFull,
  eachPageFollows,
  nextPageHasItems,
  cursorGivenWhileMore,
  pageNumberFollows,
  numberRepeated,
  sizeRepeated,
  totalTrue,
  pageOnRequest,
  valueAccepted,
  madeUpValueMatchesNothing,
  allMatching,
  combinedFilters,
  filterHasEffect,
  filterValuesApart,
  combinedPages,
  keepsEffectBesideAnother,
  guessedNameHasEffect,
  withinRange,
  datesWithinRange,
  listFound,
  knownItemsListed,
  queryOutOfRangeRefused,
  edgeValuesRecorded,
  oddQueryValuesRecorded,
  styleRecorded,
  beyondEndRecorded,
  edgeSizesRecorded,
  defaultSizeRecorded,
  madeUpCursorRecorded,
  tracesRecorded,
  orderRecorded,
  valueFormsRecorded,
  valuesRecorded,
  undescribedBodyRecorded,
  queryUnparsableRefused,
  // Generated cases come after the single ones that decide the same promises.
  anyPageSizeComplete,
  anyPageSizeUnique,
  anyFiltersCombined,
  anyWordRefused,
  anyFractionRefused,
  anyQueryBreachSurvived,
  unknownPathRefused,
  planLimitAnnounced,
  planLimitOnEverySuccess,
  sandboxServed,
  sandboxPathsServed,
  sandboxSeeded,
  sandboxHeadersRecorded,
  sandboxDataAgeRecorded,
  streamFraming,
  streamDataIsJson,
  streamEventsRecorded,
  streamStaysOpen,
  streamMediaType,
  credentialAccepted,
  printedSchemeAccepted,
  otherSchemeRefused,
  otherPlaceRefused,
  schemeCaseRecorded,
  revokedCredentialRefused,
  expiredCredentialRefused,
  accountsApart,
  httpsServed,
  handshakeCompletes,
  protocolCurrent,
  certificateVerifies,
  plainHttpNotServed,
  printedHeadersAccepted,
  plainHttpLocation,
  plainHttpRejected,
  plainHttpAnswered,
  plainHttpWithoutEffect,
  validUtf8,
  noContentIsEmpty,
  charset,
  contentTypeParameterHarmless,
  contentTypeAccepted,
  bodyIsRead,
  plainHttpRecorded,
  segmentServed,
  segmentKept,
  segmentAnswers,
  someSegmentServes,
  operationsServed,
  otherSegmentsRecorded,
  deprecationRecorded,
  unknownSegmentNotServed,
  // What ought to be refused comes first: a refusal leaves nothing behind, and so it takes nothing of what may be created.
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
  detailsPresent,
  detailsNameMember,
  blockedValueRefused,
  exhaustedAccountRefused,
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
  exchangeSucceeds,
  tokenAnswer,
  tokenAccepted,
  tokenCallSucceeds,
  unknownCodeRefused,
  wrongSecretRefused,
  otherRequestRefused,
  codeWorksOnce,
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
  oddRequestsRecorded,
  creationStoresNothingWhenRefused,
  inUseRefused,
  inUseIsKept,
  unknownIdRefused,
  // The first thing that is created lies between two pages and serves most of what follows.
  stableUnderCreation,
  underCreationRecorded,
  optionalMembersNotDemanded,
  requiredMembersSuffice,
  createdIsListed,
  // A new thing is watched from its creation on.
  stateReached,
  timeToStateRecorded,
  statesSteady,
  stateAgrees,
  statesRecorded,
  creationAnswerRecorded,
  onlyMatching,
  knownValueMatches,
  afterValue,
  documentedOrder,
  stableOrder,
  actionAccepted,
  actionShowsState,
  actionOnKnownAccepted,
  actionRepeatedRefused,
  actionAnswerRecorded,
  duplicateRefused,
  // It needs room for three at once and leaves one.
  oneOfManySucceeds,
  // It acts on something that was created this moment.
  actionElsewhereRecorded,
  actionEffectRecorded,
  bodyValueAccepted,
  createdAsAsked,
  unusualTextNoServerError,
  longTextNotFailed,
  // One thing is made, read, listed, changed and removed for all of these; what serves everybody is left alone.
  creationAccepted,
  createdIsReadable,
  readGivesTheThingAskedFor,
  creationsHaveOwnIds,
  thingsAreObjects,
  statePollable,
  idIsStable,
  answersAgree,
  readRepeats,
  documentedCallSucceeds,
  unknownReferenceRefused,
  updateAccepted,
  updateKept,
  updateIsConfirmedLater,
  updateLeavesTheRest,
  thingPlaceRecorded,
  removeAccepted,
  doneMeansSuccess,
  removedIsGone,
  removedIsUnlisted,
  removeTakesOnlyOne,
  removedAgainRefused,
  removedAgainRecorded,
  wholeAfterCreation,
  textKept,
  otherValueRepeated,
  plainTextKept,
  textKeptOrRefused,
  longTextKeptOrRefused,
  // They look at what was created for others.
  anyCreationListed,
  anyCreationAsAsked,
  anyBodyAccepted,
  anyBodyRepeated,
  anyBodyReadable,
  anyBodyListed,
  anyBodyShownAlike,
  actionCompletes,
  missingCredentialRefused,
  permissionMissingRefused,
  firstStateRecorded,
  documentedCall,
  statusDeclared,
  mediaTypeDeclared,
  noFailure,
  noDescribedFailure,
  available,
  bodyIsJson,
  unknownIdExactStatus,
  undocumentedCallsRecorded,
  bodyIfAnyIsJson,
  shapeRecorded,
  detailsRecorded,
  shownByStatus,
  sameShape,
  errorNamed,
  messagePlace,
  messagePresent,
  memberNames,
  codeStable,
  codePresent,
  codeEqualsStatus,
  noServerError,
  // What is accepted of these stays, so they are the last that may create.
  repeatedCreationRecorded,
  keyedCreationRecorded,
  manyCreatedAreListed,
  oddValuesRecorded,
  membersLeftOutRecorded,
  undeclaredStatusesRecorded,
  successAsDocumented,
  successRecorded,
  sandboxApart,
  sandboxLiveApart,
  remainingFalls,
  remainingGoesDown,
  smallRemainingGoesDown,
  unnamedRemainingFalls,
  operationsLowerRemaining,
  credentialsCountedApart,
  restedRemaining,
  planRemainingRecorded,
  sandboxQuotaUncounted,
  scopeRecorded,
  announcementsRecorded,
  resetWithinWindow,
  resetFormRecorded,
  quotaHeadersRecorded,
  remainingWithinLimit,
  // The call after the wait must be the first one after the flood that the others look at too.
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
  sandboxQuotaNone,
  nothingRemainsWhenRefused,
  remainingToldWhenRefused,
  retryAfterReadable,
  retryAfterForm,
  retryAfterWithinWindow,
  unnamedResetReadable,
  retryAfterOnly,
] as const satisfies readonly Check[];

const byId = new Map<string, Check>(checks.map((check) => [check.id, check]));

/** The check of an id such as `pagination/walk-complete`; undefined where there is none. */
export const checkById = (id: string): Check | undefined => byId.get(id);
