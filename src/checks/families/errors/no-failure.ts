import { defineObservation } from '../../kit/define.ts';
import { validCall } from '../../subjects/valid-call.ts';
import { describesFailure, isUnavailable } from './server-failure.ts';

export const noFailure = defineObservation({
  id: 'errors/no-failure',
  title: 'A valid request is not answered by a failure of the server that the document does not describe',
  why: 'A client that did everything right cannot do anything about it.',
  fix: 'Find the failure behind the answer; where it is expected, describe its status in the document.',
  places: (contract) => contract.operations.map(({ place }) => place),
  observe(exchange, contract) {
    const call = validCall(exchange, contract);
    if (!call) return [];
    const { operation, status } = call;
    const { place } = operation;
    if (status === 429) return [];
    if (status < 500) return [{ place, holds: true }];
    // What the document describes, and what may come of something in front, others tell.
    if (describesFailure(operation, status) || isUnavailable(status)) return [];
    return [{ place, holds: false, code: 'server-failure', where: 'status', expected: 'a status below 500', actual: String(status) }];
  },
});
