import type { Check } from '../../kit/define.ts';
import { keyedCreationRecorded } from './keyed-creation-recorded.ts';
import { readRepeats } from './read-repeats.ts';
import { repeatedCreationRecorded } from './repeated-creation-recorded.ts';

/** The checks of the family `idempotency`, in the order in which they run within a stage. */
export const idempotencyChecks: readonly Check[] = [readRepeats, repeatedCreationRecorded, keyedCreationRecorded];
