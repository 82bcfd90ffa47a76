import type { Check } from '../../kit/define.ts';
import { exhaustedAccountRefused } from './exhausted-account-refused.ts';

/** The checks of the family `limits`, in the order in which they run within a stage. */
export const limitsChecks: readonly Check[] = [exhaustedAccountRefused];
