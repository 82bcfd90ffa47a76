import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';

/** A small read with a query parameter that its operation does not declare; nothing is printed about what that does. */
export const undeclaredParameter = defineMeasurement<
  { readonly operation: string; readonly name: string; readonly value: string },
  Exchange
>({
  id: 'undeclared-parameter',
  run(session, { operation, name, value }) {
    const request = smallRead(session, operationOf(session.contract, operation));
    return session.send({ ...request, query: [...request.query, [name, value]], faults: ['query-unknown-value'] });
  },
});
