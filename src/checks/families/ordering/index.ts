import type { Check } from '../../kit/define.ts';
import { documentedOrder } from './documented-order.ts';
import { secondKeyOrders, unknownKeyRefused } from './keys.ts';
import { orderAsAsked } from './order-as-asked.ts';
import { orderRecorded } from './order-recorded.ts';
import { stableOrder } from './stable.ts';

/** The checks of the family `ordering`, in the order in which they run within a stage. */
export const orderingChecks: readonly Check[] = [
  orderRecorded,
  documentedOrder,
  stableOrder,
  orderAsAsked,
  unknownKeyRefused,
  secondKeyOrders,
];
