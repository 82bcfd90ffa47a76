import type { Check } from '../../kit/define.ts';
import { additive } from './additive.ts';
import { deprecationRecorded } from './deprecation-recorded.ts';
import { operationsServed } from './operations-served.ts';
import {
  otherSegmentsRecorded,
  segmentAnswers,
  segmentKept,
  segmentServed,
  someSegmentServes,
  unknownSegmentNotServed,
} from './segments.ts';

/** The checks of the family `versioning`, in the order in which they run within a stage. */
export const versioningChecks: readonly Check[] = [
  segmentServed,
  segmentKept,
  segmentAnswers,
  someSegmentServes,
  operationsServed,
  otherSegmentsRecorded,
  deprecationRecorded,
  additive,
  unknownSegmentNotServed,
];
