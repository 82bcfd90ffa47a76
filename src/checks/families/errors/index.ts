import type { Check } from '../../kit/define.ts';
import { codePresent, memberNames, messageLocation, messagePresent } from './code-and-message.ts';
import { codeEqualsStatus, codeStable } from './code-value.ts';
import { detailsNameMember, detailsPresent, detailsRecorded } from './details.ts';
import { everAvailable } from './ever-available.ts';
import { internalsHidden } from './internals.ts';
import { codeOfStatus } from './code-of-status.ts';
import { bodyIfAnyIsJson, bodyIsJson } from './json-body.ts';
import { malformedIdRefused } from './malformed-id.ts';
import { errorNamed } from './named.ts';
import { noServerError } from './no-server-error.ts';
import { oddRequestsRecorded } from './odd-requests-recorded.ts';
import { available, noDescribedFailure, noFailure } from './server-failure.ts';
import { referenceToNothingRefused } from './reference-to-nothing.ts';
import { sameShape, shapeRecorded } from './shape.ts';
import { shownByStatus } from './shown-by-status.ts';
import { undeclaredStatusesRecorded } from './undeclared-statuses-recorded.ts';
import { undocumentedCallsRecorded } from './undocumented-calls-recorded.ts';
import { unknownIdExactStatus, unknownIdRefused } from './unknown-id.ts';
import { unknownPathAlike } from './unknown-path-alike.ts';
import { unknownPathRefused } from './unknown-path-refused.ts';
import { unknownReferenceRefused } from './unknown-reference-refused.ts';

/** The checks of the family `errors`, in the order in which they run within a stage. */
export const errorsChecks: readonly Check[] = [
  unknownPathRefused,
  unknownPathAlike,
  detailsPresent,
  detailsNameMember,
  oddRequestsRecorded,
  unknownIdRefused,
  malformedIdRefused,
  unknownReferenceRefused,
  referenceToNothingRefused,
  noFailure,
  noDescribedFailure,
  available,
  everAvailable,
  bodyIsJson,
  unknownIdExactStatus,
  undocumentedCallsRecorded,
  bodyIfAnyIsJson,
  shapeRecorded,
  detailsRecorded,
  shownByStatus,
  sameShape,
  errorNamed,
  messageLocation,
  messagePresent,
  memberNames,
  codeStable,
  codePresent,
  codeEqualsStatus,
  codeOfStatus,
  noServerError,
  undeclaredStatusesRecorded,
  internalsHidden,
];
