import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** A stream, opened as a client does that was cut off behind an event (WHATWG HTML, Server-sent events, The Last-Event-ID header). */
export const streamAgain = defineMeasurement<{ readonly operation: string; readonly id: string }, Exchange>({
  id: 'stream-again',
  run(session, { operation, id }) {
    const request = usableRequest(session, operationOf(session.contract, operation), 'again');
    return session.send({ ...request, headers: [...request.headers, ['Last-Event-ID', id]] });
  },
});
