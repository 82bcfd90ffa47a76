import type { Check } from '../../kit/define.ts';
import { sandboxApart } from './apart.ts';
import { sandboxDataAgeRecorded } from './data-age-recorded.ts';
import { sandboxHeadersRecorded } from './headers-recorded.ts';
import { sandboxLiveApart } from './live-apart.ts';
import { sandboxPathsServed } from './paths-served.ts';
import { sandboxQuotaNone } from './quota-none.ts';
import { sandboxQuotaUncounted } from './quota-uncounted.ts';
import { sandboxSeeded } from './seeded.ts';
import { sandboxServed } from './served.ts';

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
