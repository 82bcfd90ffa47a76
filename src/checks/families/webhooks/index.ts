import type { Check } from '../../kit/define.ts';
import { callbackCalled, refusedCallsNothing } from './callbacks.ts';
import { deliveriesRecorded } from './deliveries-recorded.ts';
import { deliveryBody, deliveryFields, deliveryMediaType, deliveryMethod } from './described.ts';
import { attemptsDisable, disabledAfterFailures, successResetsCount } from './disabled.ts';
import { eventIdsDiffer, keptFromOthers, signatureFits } from './events.ts';
import { answeredIsNotRepeated, failedIsRepeated, repeatedTwice, repeatsTheEvent, unansweredIsRepeated } from './repeated.ts';
import { firstWait, laterWaits, laterWaitsRecorded, secondWait, waitsGrow } from './waits.ts';

/**
 * The checks of the family `webhooks`, in the order in which they run within a stage: first what needs an endpoint without failures in a row, at
 * last what disables it.
 */
export const webhooksChecks: readonly Check[] = [
  deliveryMethod,
  deliveryMediaType,
  deliveryBody,
  deliveryFields,
  signatureFits,
  eventIdsDiffer,
  callbackCalled,
  refusedCallsNothing,
  keptFromOthers,
  deliveriesRecorded,
  successResetsCount,
  answeredIsNotRepeated,
  failedIsRepeated,
  unansweredIsRepeated,
  repeatedTwice,
  firstWait,
  secondWait,
  laterWaits,
  waitsGrow,
  laterWaitsRecorded,
  repeatsTheEvent,
  attemptsDisable,
  disabledAfterFailures,
];
