import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** No service gives such an id; every letter of it that needs it travels percent-encoded (RFC 3986 section 2.1). */
const id = `ct/"'-odd`;

/** A read of an id that holds a slash and quotes. */
export const oddId = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'odd-id',
  async run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    const parameter = operation.parameters.findLast((one) => one.in === 'path');
    if (!parameter) throw new NotTried('not-applicable', `${key} names nothing by an id in its path`);
    const request = usableRequest(session, operation, 'odd-id', { pathValues: { [parameter.name]: id } });
    return session.send({ ...request, faults: ['unknown-id'] });
  },
});
