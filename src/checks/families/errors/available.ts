import { defineObservation } from '../../kit/define.ts';
import { validCall } from '../../subjects/valid-call.ts';
import { describesFailure, isUnavailable } from './server-failure.ts';

export const available = defineObservation({
  id: 'errors/available',
  title: 'An operation is available',
  why: 'A 502, 503 or 504 may come from something in front of the service or pass by itself, so it proves no broken promise; one that stays is an outage.',
  fix: 'Ask again later; where it stays, look at what stands in front of the service, and describe the status where it is expected.',
  places: (contract) => contract.operations.map(({ place }) => place),
  refusals: true,
  observe(exchange, contract) {
    const call = validCall(exchange, contract);
    if (!call || call.status === 429) return [];
    const { operation, status } = call;
    const { place } = operation;
    if (status < 500) return [{ place, holds: true }];
    if (!isUnavailable(status) || describesFailure(operation, status)) return [];
    return [
      { place, holds: 'unclear', what: `${operation.key} was answered ${status}, which may come from something in front of the service` },
    ];
  },
});
