import type { Exchange } from '../../../model/exchange.ts';
import { operationOf } from '../../../contract/operation.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** A read of an id that another operation on the same path was asked for; undefined where the path has no read. */
export const readOfUnknown = defineMeasurement<{ readonly operation: string; readonly id: string }, Exchange | undefined>({
  id: 'read-of-unknown',
  async run(session, { operation: key, id }) {
    const { path } = operationOf(session.contract, key);
    const read = session.contract.operations.find((one) => one.path === path && one.effect === 'safe');
    const parameter = read?.parameters.findLast((one) => one.in === 'path');
    if (!read || !parameter) return undefined;
    const request = usableRequest(session, read, 'unknown', { pathValues: { [parameter.name]: id } });
    return session.send({ ...request, faults: ['unknown-id'] });
  },
});
