import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fault } from '../../../model/request.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

type QueryValue = { readonly operation: string; readonly parameter: string; readonly value: string; readonly fault: Fault };

/** An authorised read with one query parameter that is wrong on purpose. */
export const queryValue = defineMeasurement<QueryValue, Exchange>({
  id: 'query-value',
  run: async (session, { operation, parameter, value, fault }) => {
    const request = usableRequest(session, operationOf(session.contract, operation), 'query');
    const others = request.query.filter(([name]) => name !== parameter);
    return session.send({ ...request, query: [...others, [parameter, value]], faults: [fault] });
  },
});
