import type { Check } from '../../kit/define.ts';
import { hostRecorded } from './host-recorded.ts';
import { listLengthRecorded, pathRecorded, readByIdRecorded } from './reads.ts';
import { roundTripRecorded } from './round-trip-recorded.ts';

/** The checks of the family `docs`, in the order in which they run within a stage. */
export const docsChecks: readonly Check[] = [pathRecorded, listLengthRecorded, roundTripRecorded, hostRecorded, readByIdRecorded];
