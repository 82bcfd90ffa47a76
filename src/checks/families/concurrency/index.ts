import type { Check } from '../../kit/define.ts';
import { anyVersionRead } from './any-version.ts';
import { conditionRequired } from './condition-required.ts';
import { inUseIsKept, inUseRefused } from './in-use.ts';
import { staleUpdateRefused, tagChangesWithUpdate } from './on-condition.ts';
import { oldVersionRefused } from './old-version-refused.ts';
import { oneOfManySucceeds } from './one-of-many-succeeds.ts';
import { otherTagRefused } from './other-tag-refused.ts';
import { tagChangesWithAction } from './tag-after-action.ts';
import { tagChangesWithPart } from './tag-after-part.ts';

/** The checks of the family `concurrency`, in the order in which they run within a stage. */
export const concurrencyChecks: readonly Check[] = [
  inUseRefused,
  inUseIsKept,
  oneOfManySucceeds,
  staleUpdateRefused,
  conditionRequired,
  anyVersionRead,
  otherTagRefused,
  oldVersionRefused,
  tagChangesWithUpdate,
  tagChangesWithAction,
  tagChangesWithPart,
];
