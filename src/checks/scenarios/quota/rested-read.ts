import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { rest } from './at-rest.ts';

/** A small read after a pause in which the whole quota comes back. */
export const restedRead = defineScenario<{ readonly operation: string }, Exchange>({
  id: 'rested-read',
  async run(session, { operation }) {
    await rest(session);
    return session.send(smallRead(session, operationOf(session.contract, operation)));
  },
});
