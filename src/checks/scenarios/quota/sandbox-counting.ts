import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { wholeHeader } from '../../subjects/announced-quota.ts';
import { inSandbox } from '../../requests/sandbox-session.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';

/** By how much what is left in the live service fell over some calls; undefined where that could not be told. */
export type Fall = { readonly fell: number | undefined; readonly exchanges: readonly Exchange[] };

export type SandboxCounting = {
  /** Over calls of the live service itself. */
  readonly control: Fall;
  /** Over calls of the sandbox, one turn after the other. */
  readonly turns: readonly Fall[];
};

/** Calls in between. */
export const countedCalls = 20;
/** From here on they were counted. */
export const counted = 15;
/** A number that rises belongs to another window: then it is tried again. */
const mostTries = 5;
const wanted = 2;

/** What is left in the live service before and after calls of its own, and before and after as many in the sandbox. */
export const sandboxCounting = defineMeasurement<{ readonly operation: string }, SandboxCounting>({
  id: 'sandbox-counting',
  async run(session, { operation }) {
    const live = smallRead(session, operationOf(session.contract, operation));
    const control = await untilTold(session, live, live);
    const turns: Fall[] = [];
    for (let turn = 0; turn < wanted; turn++) {
      turns.push(await untilTold(session, live, inSandbox(session.target, live)));
      if ((turns.at(-1)?.fell ?? 0) < counted) break;
    }
    return { control, turns };
  },
});

const untilTold = async (session: Session, live: PlannedRequest, between: PlannedRequest): Promise<Fall> => {
  const name = session.contract.conventions.rateLimit?.headers?.remaining;
  let last: Fall = { fell: undefined, exchanges: [] };
  for (let turn = 0; turn < mostTries; turn++) {
    const before = await session.send(live);
    const calls = await session.sendTogether(Array.from({ length: countedCalls }, () => between));
    const after = await session.send(live);
    const exchanges = [before, ...calls, after];
    const [from, to] = [wholeHeader(before, name), wholeHeader(after, name)];
    const isWhole = exchanges.every(isSuccess) && from !== undefined && to !== undefined && from >= to;
    last = { fell: isWhole ? from - to : undefined, exchanges };
    if (isWhole) return last;
  }
  return last;
};
