import { statusOf } from '../../../contract/message.ts';
import { atMostPlanProbe, isLetThrough } from './plan-flood.ts';

/** The status of a service that is busy (RFC 9110 section 15.6.4). */
const unavailable = 503;

export const atMostPlanThoughBusy = atMostPlanProbe(
  {
    id: 'rate-limit/at-most-plan-though-busy',
    title: 'Above a plan of few calls the refusal comes, and not the answer of a service that is busy',
    why: 'A client that is told of a busy service tries again at once; told of its quota, it waits.',
    fix: 'Answer the documented refusal above the quota; keep 503 for a service that is really overloaded.',
  },
  (exchange) => isLetThrough(exchange) || statusOf(exchange) === unavailable,
);
