import type { Check } from '../../kit/define.ts';
import { statusDeclared } from './declared.ts';
import { documentedCallSucceeds } from './documented-call-succeeds.ts';
import { documentedCall } from './documented-call.ts';
import { listServed } from './list-served.ts';
import { onlyClasses } from './only-classes.ts';
import { plainCallNotRefused } from './plain-call-not-refused.ts';
import { plainCallSucceeds } from './plain-call-succeeds.ts';
import { successAsDocumented } from './success-as-documented.ts';
import { successRecorded } from './success-recorded.ts';

/** The checks of the family `status`, in the order in which they run within a stage. */
export const statusChecks: readonly Check[] = [
  plainCallSucceeds,
  plainCallNotRefused,
  onlyClasses,
  listServed,
  documentedCallSucceeds,
  documentedCall,
  statusDeclared,
  successAsDocumented,
  successRecorded,
];
