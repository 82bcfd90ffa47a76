import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { mayRest, rest } from './at-rest.ts';

/** A small read after a pause in which the whole quota comes back. */
export const restedRead = defineScenario<{ readonly operation: string }, Exchange>({
  id: 'rested-read',
  async run(session, { operation }) {
    await rest(session);
    return session.send(smallRead(session, operationOf(session.contract, operation)));
  },
});

/** A read that was answered longer ago was made for another check. */
const freshMs = 500;

/**
 * Lets the key rest where the run may wait for that. The result is the first read after the pause where that read is made now, for this check and for others that
 * judge it too: one pause serves all. Else it is undefined, and the next read is the first one.
 */
export const firstAtRest = async (session: Session, operation: string): Promise<Exchange | undefined> => {
  if (!mayRest(session)) return undefined;
  const read = await session.run(restedRead, { operation });
  if (session.now() - (read.sentAt + read.tookMs) <= freshMs) return read;
  await rest(session);
  return undefined;
};
