import type { Check } from '../../kit/define.ts';
import { available } from './available.ts';
import { bodyIfAnyIsJson } from './body-if-any-is-json.ts';
import { bodyIsJson } from './body-is-json.ts';
import { codeEqualsStatus } from './code-equals-status.ts';
import { codePresent } from './code-present.ts';
import { codeStable } from './code-stable.ts';
import { detailsNameMember } from './details-name-member.ts';
import { detailsPresent } from './details-present.ts';
import { detailsRecorded } from './details-recorded.ts';
import { memberNames } from './member-names.ts';
import { messagePlace } from './message-place.ts';
import { messagePresent } from './message-present.ts';
import { errorNamed } from './named.ts';
import { noDescribedFailure } from './no-described-failure.ts';
import { noFailure } from './no-failure.ts';
import { noServerError } from './no-server-error.ts';
import { oddRequestsRecorded } from './odd-requests-recorded.ts';
import { sameShape } from './same-shape.ts';
import { shapeRecorded } from './shape-recorded.ts';
import { shownByStatus } from './shown-by-status.ts';
import { undeclaredStatusesRecorded } from './undeclared-statuses-recorded.ts';
import { undocumentedCallsRecorded } from './undocumented-calls-recorded.ts';
import { unknownIdExactStatus } from './unknown-id-exact-status.ts';
import { unknownIdRefused } from './unknown-id-refused.ts';
import { unknownPathRefused } from './unknown-path-refused.ts';
import { unknownReferenceRefused } from './unknown-reference-refused.ts';

/** The checks of the family `errors`, in the order in which they run within a stage. */
export const errorsChecks: readonly Check[] = [
  unknownPathRefused,
  detailsPresent,
  detailsNameMember,
  oddRequestsRecorded,
  unknownIdRefused,
  unknownReferenceRefused,
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
  undeclaredStatusesRecorded,
];
