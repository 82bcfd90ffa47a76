import { defineObservation } from '../../kit/define.ts';
import { validCall } from '../../subjects/valid-call.ts';
import { describesFailure } from './server-failure.ts';

export const noDescribedFailure = defineObservation({
  id: 'errors/no-described-failure',
  title: 'A valid request is not answered by a failure of the server, not even by one that the document describes',
  why: 'That a failure is described helps clients to expect it; what they asked for they did not get.',
  fix: 'Find the failure behind the answer.',
  places: (contract) =>
    contract.operations.filter(({ responses }) => responses.some(({ status }) => status.startsWith('5'))).map(({ place }) => place),
  observe(exchange, contract) {
    const call = validCall(exchange, contract);
    if (!call || call.status === 429) return [];
    const { operation, status } = call;
    const { place } = operation;
    if (status < 500) return [{ place, holds: true }];
    if (!describesFailure(operation, status)) return [];
    const actual = `${status}, which the document describes`;
    return [{ place, holds: false, code: 'described-failure', where: 'status', expected: 'a status below 500', actual }];
  },
});
