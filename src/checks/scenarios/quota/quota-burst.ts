import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { restIfAllowed } from './at-rest.ts';

type Parameters = {
  readonly operation: string;
  /** Calls of one burst, the first one counted. */
  readonly calls: number;
  /** After a silence in which the whole quota comes back. */
  readonly rested: boolean;
  /** Tells bursts apart that are made one after another. */
  readonly turn: number;
};

/** One small read, and then many at the same moment; empty where nobody may wait for the silence. */
export const quotaBurst = defineScenario<Parameters, readonly Exchange[]>({
  id: 'quota-burst',
  async run(session, { operation, calls, rested }) {
    if (rested && !(await restIfAllowed(session))) return [];
    const read = smallRead(session, operationOf(session.contract, operation));
    const first = await session.send(read);
    return [first, ...(await session.sendTogether(Array.from({ length: calls - 1 }, () => read)))];
  },
});
