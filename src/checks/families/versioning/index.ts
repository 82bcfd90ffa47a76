import type { Check } from '../../kit/define.ts';
import { deprecationRecorded } from './deprecation-recorded.ts';
import { operationsServed } from './operations-served.ts';
import { otherSegmentsRecorded } from './other-segments-recorded.ts';
import { segmentAnswers } from './segment-answers.ts';
import { segmentKept } from './segment-kept.ts';
import { segmentServed } from './segment-served.ts';
import { someSegmentServes } from './some-segment-serves.ts';
import { unknownSegmentNotServed } from './unknown-segment-not-served.ts';

/** The checks of the family `versioning`, in the order in which they run within a stage. */
export const versioningChecks: readonly Check[] = [
  segmentServed,
  segmentKept,
  segmentAnswers,
  someSegmentServes,
  operationsServed,
  otherSegmentsRecorded,
  deprecationRecorded,
  unknownSegmentNotServed,
];
