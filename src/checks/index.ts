import { missingCredentialRefused } from './auth/missing-credential-refused.ts';
import { unknownCredentialRefused } from './auth/unknown-credential-refused.ts';
import { duplicateRefused } from './body/duplicate-refused.ts';
import { emptyRefused } from './body/empty-refused.ts';
import { missingMemberRefused } from './body/missing-member-refused.ts';
import { unlistedValueRefused } from './body/unlisted-value-refused.ts';
import { unparsableRefused } from './body/unparsable-refused.ts';
import { unusableValuesRefused } from './body/unusable-values-refused.ts';
import type { Check } from './define.ts';
import { bodyIsJson } from './errors/body-is-json.ts';
import { codeEqualsStatus } from './errors/code-equals-status.ts';
import { detailsPresent } from './errors/details-present.ts';
import { noServerError } from './errors/no-server-error.ts';
import { unknownIdRefused } from './errors/unknown-id-refused.ts';
import { unknownPathRefused } from './errors/unknown-path-refused.ts';
import { onlyMatching } from './filtering/only-matching.ts';
import { declaredHeaders } from './headers/declared.ts';
import { defaultSize } from './pagination/default-size.ts';
import { maximumSize } from './pagination/maximum-size.ts';
import { nextPageFollows } from './pagination/next-page-follows.ts';
import { sizeRespected } from './pagination/size-respected.ts';
import { walkComplete } from './pagination/walk-complete.ts';
import { walkUnique } from './pagination/walk-unique.ts';
import { queryUnparsableRefused } from './query/unparsable-refused.ts';
import { rateLimitEnforced } from './rate-limit/enforced.ts';
import { retryAfterOnly } from './rate-limit/retry-after-only.ts';
import { responseBody } from './schema/response-body.ts';
import { plainCallSucceeds } from './status/plain-call-succeeds.ts';

/** Every check, in the order in which cases of one phase are tried. */
export const checks = [
  plainCallSucceeds,
  responseBody,
  declaredHeaders,
  defaultSize,
  sizeRespected,
  maximumSize,
  nextPageFollows,
  walkComplete,
  walkUnique,
  queryUnparsableRefused,
  unknownPathRefused,
  // What creates a thing comes before what refuses one, so that the thing is there while the rest is tried.
  onlyMatching,
  duplicateRefused,
  missingCredentialRefused,
  unknownCredentialRefused,
  unknownIdRefused,
  unparsableRefused,
  emptyRefused,
  missingMemberRefused,
  unlistedValueRefused,
  unusableValuesRefused,
  detailsPresent,
  bodyIsJson,
  codeEqualsStatus,
  noServerError,
  rateLimitEnforced,
  retryAfterOnly,
] as const satisfies readonly Check[];

const byId = new Map<string, Check>(checks.map((check) => [check.id, check]));

/** The check of an id such as `pagination/walk-complete`; undefined where there is none. */
export const checkById = (id: string): Check | undefined => byId.get(id);
