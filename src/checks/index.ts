import { accountsApart } from './auth/accounts-apart.ts';
import { checkedFirst } from './auth/checked-first.ts';
import { credentialAccepted } from './auth/credential-accepted.ts';
import { expiredCredentialRefused } from './auth/expired-credential-refused.ts';
import { missingCredentialRefused } from './auth/missing-credential-refused.ts';
import { otherPlaceRefused } from './auth/other-place-refused.ts';
import { otherSchemeRefused } from './auth/other-scheme-refused.ts';
import { permissionMissingRefused } from './auth/permission-missing-refused.ts';
import { revokedCredentialRefused } from './auth/revoked-credential-refused.ts';
import { schemeCaseRecorded } from './auth/scheme-case-recorded.ts';
import { unknownCredentialRefused } from './auth/unknown-credential-refused.ts';
import { blockedValueRefused } from './body/blocked-value-refused.ts';
import { duplicateRefused } from './body/duplicate-refused.ts';
import { emptyRefused } from './body/empty-refused.ts';
import { missingMemberRefused } from './body/missing-member-refused.ts';
import { notAnObjectRefused } from './body/not-an-object-refused.ts';
import { oddValuesRecorded } from './body/odd-values-recorded.ts';
import { requiredMembersSuffice } from './body/required-members-suffice.ts';
import { unlistedValueRefused } from './body/unlisted-value-refused.ts';
import { unparsableRefused } from './body/unparsable-refused.ts';
import { unusableValueRefused } from './body/unusable-value-refused.ts';
import { unusableValuesRefused } from './body/unusable-values-refused.ts';
import { unusualTextNoServerError } from './body/unusual-text-no-server-error.ts';
import { bodyValueAccepted } from './body/value-accepted.ts';
import { wrongTypeRefused } from './body/wrong-type-refused.ts';
import { oneOfManySucceeds } from './concurrency/one-of-many-succeeds.ts';
import type { Check } from './define.ts';
import { bodyIsJson } from './errors/body-is-json.ts';
import { codeEqualsStatus } from './errors/code-equals-status.ts';
import { detailsNameMember } from './errors/details-name-member.ts';
import { detailsPresent } from './errors/details-present.ts';
import { noFailure } from './errors/no-failure.ts';
import { noServerError } from './errors/no-server-error.ts';
import { oddRequestsRecorded } from './errors/odd-requests-recorded.ts';
import { undeclaredStatusesRecorded } from './errors/undeclared-statuses-recorded.ts';
import { unknownIdRefused } from './errors/unknown-id-refused.ts';
import { unknownPathRefused } from './errors/unknown-path-refused.ts';
import { allMatching } from './filtering/all-matching.ts';
import { combinedFilters } from './filtering/combined.ts';
import { filterHasEffect } from './filtering/has-effect.ts';
import { madeUpValueMatchesNothing } from './filtering/made-up-value-matches-nothing.ts';
import { onlyMatching } from './filtering/only-matching.ts';
import { valueAccepted } from './filtering/value-accepted.ts';
import { filterValuesApart } from './filtering/values-apart.ts';
import { contentTypeDeclared } from './headers/content-type-declared.ts';
import { declaredHeaders } from './headers/declared.ts';
import { mediaTypeDeclared } from './headers/media-type-declared.ts';
import { actionAccepted } from './lifecycle/action-accepted.ts';
import { actionAnswerRecorded } from './lifecycle/action-answer-recorded.ts';
import { actionCompletes } from './lifecycle/action-completes.ts';
import { actionElsewhereRecorded } from './lifecycle/action-elsewhere-recorded.ts';
import { actionRepeatedRefused } from './lifecycle/action-repeated-refused.ts';
import { actionShowsState } from './lifecycle/action-shows-state.ts';
import { createdAsAsked } from './lifecycle/created-as-asked.ts';
import { createdIsListed } from './lifecycle/created-is-listed.ts';
import { creationAnswerRecorded } from './lifecycle/creation-answer-recorded.ts';
import { firstStateRecorded } from './lifecycle/first-state-recorded.ts';
import { knownItemsListed } from './lifecycle/known-items-listed.ts';
import { exhaustedAccountRefused } from './limits/exhausted-account-refused.ts';
import { orderRecorded } from './ordering/order-recorded.ts';
import { defaultSize } from './pagination/default-size.ts';
import { madeUpCursorRefused } from './pagination/made-up-cursor-refused.ts';
import { maximumAccepted } from './pagination/maximum-accepted.ts';
import { maximumSize } from './pagination/maximum-size.ts';
import { moreTellsTheTruth } from './pagination/more-tells-the-truth.ts';
import { nextPageFollows } from './pagination/next-page-follows.ts';
import { sizeRespected } from './pagination/size-respected.ts';
import { stableUnderCreation } from './pagination/stable-under-creation.ts';
import { walkComplete } from './pagination/walk-complete.ts';
import { walkUnique } from './pagination/walk-unique.ts';
import { anyCreationAsAsked } from './properties/any-creation-as-asked.ts';
import { anyCreationListed } from './properties/any-creation-listed.ts';
import { anyFiltersCombined } from './properties/any-filters-combined.ts';
import { anyFractionRefused } from './properties/any-fraction-refused.ts';
import { anyPageSizeComplete } from './properties/any-page-size-complete.ts';
import { anyPageSizeUnique } from './properties/any-page-size-unique.ts';
import { anyQueryBreachSurvived } from './properties/any-query-breach-survived.ts';
import { anyWordRefused } from './properties/any-word-refused.ts';
import { edgeValuesRecorded } from './query/edge-values-recorded.ts';
import { queryOutOfRangeRefused } from './query/out-of-range-refused.ts';
import { queryUnparsableRefused } from './query/unparsable-refused.ts';
import { announcementsRecorded } from './rate-limit/announcements-recorded.ts';
import { rateLimitEnforced } from './rate-limit/enforced.ts';
import { nothingRemainsWhenRefused } from './rate-limit/nothing-remains-when-refused.ts';
import { planLimitAnnounced } from './rate-limit/plan-limit-announced.ts';
import { remainingFalls } from './rate-limit/remaining-falls.ts';
import { resetWithinWindow } from './rate-limit/reset-within-window.ts';
import { retryAfterOnly } from './rate-limit/retry-after-only.ts';
import { retryAfterReadable } from './rate-limit/retry-after-readable.ts';
import { retryAfterSuffices } from './rate-limit/retry-after-suffices.ts';
import { scopeRecorded } from './rate-limit/scope-recorded.ts';
import { servedUpToLimit } from './rate-limit/served-up-to-limit.ts';
import { listFound } from './schema/list-found.ts';
import { repeatsRequest } from './schema/repeats-request.ts';
import { responseBody } from './schema/response-body.ts';
import { undescribedBodyRecorded } from './schema/undescribed-body-recorded.ts';
import { valueFormsRecorded } from './schema/value-forms-recorded.ts';
import { statusDeclared } from './status/declared.ts';
import { documentedCall } from './status/documented-call.ts';
import { plainCallSucceeds } from './status/plain-call-succeeds.ts';
import { httpsServed } from './transport/https-served.ts';
import { plainHttpNotServed } from './transport/plain-http-not-served.ts';
import { plainHttpRecorded } from './transport/plain-http-recorded.ts';
import { segmentServed } from './versioning/segment-served.ts';
import { unknownSegmentNotServed } from './versioning/unknown-segment-not-served.ts';

/** Every check, in the order in which cases of one phase are tried. */
export const checks = [
  plainCallSucceeds,
  responseBody,
  repeatsRequest,
  declaredHeaders,
  contentTypeDeclared,
  defaultSize,
  sizeRespected,
  maximumSize,
  nextPageFollows,
  walkComplete,
  walkUnique,
  maximumAccepted,
  moreTellsTheTruth,
  madeUpCursorRefused,
  valueAccepted,
  madeUpValueMatchesNothing,
  allMatching,
  combinedFilters,
  filterHasEffect,
  filterValuesApart,
  listFound,
  knownItemsListed,
  queryOutOfRangeRefused,
  edgeValuesRecorded,
  orderRecorded,
  valueFormsRecorded,
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
  credentialAccepted,
  otherSchemeRefused,
  otherPlaceRefused,
  schemeCaseRecorded,
  revokedCredentialRefused,
  expiredCredentialRefused,
  accountsApart,
  httpsServed,
  plainHttpNotServed,
  plainHttpRecorded,
  segmentServed,
  unknownSegmentNotServed,
  // What ought to be refused comes first: a refusal leaves nothing behind, and so it takes nothing of what may be created.
  unparsableRefused,
  emptyRefused,
  missingMemberRefused,
  notAnObjectRefused,
  wrongTypeRefused,
  unlistedValueRefused,
  unusableValuesRefused,
  unusableValueRefused,
  detailsPresent,
  detailsNameMember,
  blockedValueRefused,
  exhaustedAccountRefused,
  unknownCredentialRefused,
  checkedFirst,
  oddRequestsRecorded,
  unknownIdRefused,
  // The first thing that is created lies between two pages and serves most of what follows.
  stableUnderCreation,
  requiredMembersSuffice,
  createdIsListed,
  creationAnswerRecorded,
  onlyMatching,
  actionAccepted,
  actionShowsState,
  actionRepeatedRefused,
  actionAnswerRecorded,
  duplicateRefused,
  // It needs room for three at once and leaves one.
  oneOfManySucceeds,
  // It acts on something that was created this moment.
  actionElsewhereRecorded,
  bodyValueAccepted,
  createdAsAsked,
  unusualTextNoServerError,
  // They look at what was created for others.
  anyCreationListed,
  anyCreationAsAsked,
  actionCompletes,
  missingCredentialRefused,
  permissionMissingRefused,
  firstStateRecorded,
  documentedCall,
  statusDeclared,
  mediaTypeDeclared,
  noFailure,
  bodyIsJson,
  codeEqualsStatus,
  noServerError,
  // What is accepted of these stays, so they are the last that may create.
  oddValuesRecorded,
  undeclaredStatusesRecorded,
  remainingFalls,
  scopeRecorded,
  announcementsRecorded,
  resetWithinWindow,
  // The call after the wait must be the first one after the flood that the others look at too.
  retryAfterSuffices,
  servedUpToLimit,
  rateLimitEnforced,
  nothingRemainsWhenRefused,
  retryAfterReadable,
  retryAfterOnly,
] as const satisfies readonly Check[];

const byId = new Map<string, Check>(checks.map((check) => [check.id, check]));

/** The check of an id such as `pagination/walk-complete`; undefined where there is none. */
export const checkById = (id: string): Check | undefined => byId.get(id);
