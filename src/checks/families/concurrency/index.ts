import type { Check } from '../../kit/define.ts';
import { inUseIsKept } from './in-use-is-kept.ts';
import { inUseRefused } from './in-use-refused.ts';
import { oneOfManySucceeds } from './one-of-many-succeeds.ts';

/** The checks of the family `concurrency`, in the order in which they run within a stage. */
export const concurrencyChecks: readonly Check[] = [inUseRefused, inUseIsKept, oneOfManySucceeds];
