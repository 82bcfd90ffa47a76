import type { Check } from '../../kit/define.ts';
import { queryBreachRefused, writeQueryBreachRefused } from './breach-refused.ts';
import { documentedValueAccepted } from './documented-values.ts';
import { documentedValueServed } from './documented-value-served.ts';
import { edgeValuesRecorded } from './edge-values-recorded.ts';
import { leftOutOfReadRefused, leftOutOfWriteRefused } from './left-out-refused.ts';
import { queryOutOfRangeRefused, queryUnparsableRefused } from './numbers-refused.ts';
import { oddQueryValuesRecorded } from './odd-values-recorded.ts';
import { partsAsAsked } from './parts-as-asked.ts';
import { toldRangeRefused } from './told-range-refused.ts';
import { toldAskedTimeRefused } from './told-time-refused.ts';
import { unknownValueRefused } from './unknown-value-refused.ts';
import { unusualQueryTextNoServerError } from './unusual-text-no-server-error.ts';

/** The checks of the family `query`, in the order in which they run within a stage. */
export const queryChecks: readonly Check[] = [
  queryBreachRefused,
  writeQueryBreachRefused,
  leftOutOfReadRefused,
  leftOutOfWriteRefused,
  queryOutOfRangeRefused,
  edgeValuesRecorded,
  oddQueryValuesRecorded,
  queryUnparsableRefused,
  unusualQueryTextNoServerError,
  documentedValueAccepted,
  documentedValueServed,
  partsAsAsked,
  unknownValueRefused,
  toldRangeRefused,
  toldAskedTimeRefused,
];
