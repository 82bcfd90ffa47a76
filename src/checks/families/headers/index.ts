import type { Check } from '../../kit/define.ts';
import { conditionsConsidered } from './conditions.ts';
import { contentTypeDeclared, mediaTypeDeclared } from './content-type.ts';
import { csvAsJson } from './csv-as-json.ts';
import { csvReadable } from './csv-readable.ts';
import { exportAsList } from './export-as-list.ts';
import { declaredHeaders } from './declared.ts';
import { typeNegotiated } from './negotiation.ts';
import { describedHeadersSent } from './described-sent.ts';
import { digestFits } from './digest-fits.ts';
import { headerEffectRecorded, optionalHeader } from './optional-headers.ts';
import { otherDigestRefused } from './other-digest.ts';
import { rangesServed } from './ranges.ts';
import { toldFieldComesBack, toldFieldInBody, toldFieldOnEvery } from './told-fields.ts';
import { toldHeaderValueSent } from './told-values.ts';
import { fieldUntilDone } from './until-done.ts';
import { unchangedNotSentAgain } from './unchanged-not-sent-again.ts';

/** The checks of the family `headers`, in the order in which they run within a stage. */
export const headersChecks: readonly Check[] = [
  declaredHeaders,
  describedHeadersSent,
  digestFits,
  otherDigestRefused,
  optionalHeader,
  headerEffectRecorded,
  contentTypeDeclared,
  mediaTypeDeclared,
  unchangedNotSentAgain,
  conditionsConsidered,
  typeNegotiated,
  rangesServed,
  csvAsJson,
  exportAsList,
  csvReadable,
  toldFieldOnEvery,
  toldFieldInBody,
  toldFieldComesBack,
  toldHeaderValueSent,
  fieldUntilDone,
];
