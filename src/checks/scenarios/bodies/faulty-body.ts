import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement, once } from '../../kit/session.ts';
import { type BodyMistake, withMistakenBody } from '../../requests/mistaken-body.ts';

export { bodyMistakes } from '../../requests/mistaken-body.ts';

/** A request whose body is wrong as a whole; the rest of it is as it ought to be. */
export const faultyBody = defineMeasurement<{ readonly operation: string; readonly mistake: BodyMistake }, Exchange>({
  id: 'faulty-body',
  run: async (session, { operation, mistake }) =>
    once(session, withMistakenBody(session, operationOf(session.contract, operation), mistake)),
});
