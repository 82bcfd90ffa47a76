import type { Exchange } from '../../../model/exchange.ts';
import { sandboxSession } from '../../requests/sandbox-session.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { plainRead } from '../calls/plain-read.ts';

/** The plain read of an operation at the address of the sandbox. */
export const sandboxRead = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'sandbox-read',
  run: (session, parameters) => sandboxSession(session).measure(plainRead, parameters),
});
