import type { Check } from '../../kit/define.ts';
import { documentedCall, documentedCallSucceeds } from './documented-calls.ts';
import { listServed, plainCallNotRefused, plainCallSucceeds } from './plain-calls.ts';
import { onlyClasses, statusDeclared, successAsDocumented } from './statuses.ts';
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
