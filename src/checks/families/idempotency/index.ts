import type { Check } from '../../kit/define.ts';
import { keyedCreationRecorded, repeatedCreationRecorded } from './creation-sent-twice.ts';
import { keyedActionOnce } from './keyed-action-once.ts';
import { keyOfAnotherAccount } from './key-of-another-account.ts';
import { keyedCreationOnce, keyedCreationsAtOnce } from './keyed-creation-once.ts';
import { keyedBodyCounts } from './keyed-other-body.ts';
import { readRepeats } from './read-repeats.ts';

/** The checks of the family `idempotency`, in the order in which they run within a stage. */
export const idempotencyChecks: readonly Check[] = [
  readRepeats,
  repeatedCreationRecorded,
  keyedCreationRecorded,
  keyedCreationOnce,
  keyedBodyCounts,
  keyedCreationsAtOnce,
  keyedActionOnce,
  keyOfAnotherAccount,
];
