import { defineObservation } from '../define.ts';
import { validCall } from '../status/valid-call.ts';

export const noFailure = defineObservation({
  id: 'errors/no-failure',
  title: 'A valid request is not answered by a failure of the server',
  why: 'A client that did everything right cannot do anything about it.',
  fix: 'Find the failure behind the answer; where it is expected, describe its status in the document.',
  places: (contract) => contract.operations.map(({ place }) => place),
  observe(exchange, contract) {
    const call = validCall(exchange, contract);
    if (!call) return [];
    const { operation, status } = call;
    const { place, responses } = operation;
    // A service may be unavailable for a while; that is no answer to this request.
    if (status === 503 || status === 429) return [];
    if (status < 500 || responses.some((one) => one.status === String(status))) return [{ place, holds: true }];
    return [{ place, holds: false, code: 'server-failure', where: 'status', expected: 'a status below 500', actual: String(status) }];
  },
});
