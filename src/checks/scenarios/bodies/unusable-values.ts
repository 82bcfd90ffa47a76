import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement, once } from '../../kit/session.ts';
import { withUnusableValues } from '../../requests/mistaken-body.ts';

/** A complete, well-formed request in whose body no value can be used. */
export const unusableValues = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'unusable-values',
  run: async (session, { operation }) => once(session, withUnusableValues(session, operationOf(session.contract, operation))),
});
