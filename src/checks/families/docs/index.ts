import type { Check } from '../../kit/define.ts';
import { hostRecorded } from './host-recorded.ts';
import { listLengthRecorded } from './list-length-recorded.ts';
import { pathRecorded } from './path-recorded.ts';
import { readByIdRecorded } from './read-by-id-recorded.ts';
import { roundTripRecorded } from './round-trip-recorded.ts';

/** The checks of the family `docs`, in the order in which they run within a stage. */
export const docsChecks: readonly Check[] = [pathRecorded, listLengthRecorded, roundTripRecorded, hostRecorded, readByIdRecorded];
