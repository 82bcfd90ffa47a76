import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { mayRest } from './at-rest.ts';
import { firstAtRest } from './rested-read.ts';

type Parameters = {
  readonly operation: string;
  /** Calls of one burst, with the first one. */
  readonly calls: number;
  /** After a silence that restores the whole quota. */
  readonly rested: boolean;
  /** Distinguishes bursts one after another. */
  readonly turn: number;
};

/** One small read, and then many at the same moment; empty where the silence may not be waited for. */
export const quotaBurst = defineScenario<Parameters, readonly Exchange[]>({
  id: 'quota-burst',
  async run(session, { operation, calls, rested }) {
    if (rested && !mayRest(session)) return [];
    const read = smallRead(session, operationOf(session.contract, operation));
    const first = (rested ? await firstAtRest(session, operation) : undefined) ?? (await session.send(read));
    return [first, ...(await session.sendTogether(Array.from({ length: calls - 1 }, () => read)))];
  },
});
