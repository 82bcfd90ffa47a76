import type { Check } from '../../kit/define.ts';
import { sandboxApart, sandboxLiveApart } from './apart.ts';
import { sandboxQuotaNone, sandboxQuotaUncounted } from './quota.ts';
import { sandboxDataAgeRecorded, sandboxHeadersRecorded } from './recorded.ts';
import { sandboxPathsServed, sandboxSeeded, sandboxServed } from './served.ts';

/** The checks of the family `sandbox`, in the order in which they run within a stage. */
export const sandboxChecks: readonly Check[] = [
  sandboxServed,
  sandboxPathsServed,
  sandboxSeeded,
  sandboxHeadersRecorded,
  sandboxDataAgeRecorded,
  sandboxApart,
  sandboxLiveApart,
  sandboxQuotaUncounted,
  sandboxQuotaNone,
];
