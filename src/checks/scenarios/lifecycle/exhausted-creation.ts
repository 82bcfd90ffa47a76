import { isSuccess, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { creationWith } from '../bodies/creation-with.ts';
import { workingRead } from '../credentials/working-read.ts';

export type ExhaustedCreation = {
  readonly first: Exchange;
  /** The creation once more, after a window: only where the first was refused by the quota of requests. */
  readonly again: Exchange | undefined;
  /** A read after it, which tells that the quota of requests is not used up; only where it was refused so again. */
  readonly read: Exchange | undefined;
};

/** Whole seconds in which a quota of requests travels. */
const toleranceMs = 2000;

/** A complete creation in an account that may hold no more, once more after a window where 429 hides the answer. */
export const exhaustedCreation = defineMeasurement<{ readonly create: string; readonly read: string }, ExhaustedCreation>({
  id: 'exhausted-creation',
  async run(session, { create, read: key }) {
    await workingRead(session, key, 'exhausted');
    const parameters = { operation: create, credential: 'exhausted', fault: 'credential-forbidden' } as const;
    const first = await session.measure(creationWith, parameters);
    if (statusOf(first) !== 429) return { first, again: undefined, read: undefined };
    const windowSeconds = session.target.quota?.windowSeconds ?? session.contract.conventions.rateLimit?.window.seconds ?? 60;
    await session.pause(windowSeconds * 1000 + toleranceMs, 'the quota of requests is to be whole again');
    const again = await session.measure(creationWith, { ...parameters, turn: 'again' });
    if (statusOf(again) !== 429) return { first, again, read: undefined };
    const read = smallRead(session, operationOf(session.contract, key));
    const after = await session.send({ ...read, credential: { kind: 'valid', name: 'exhausted' } });
    return { first, again, read: isSuccess(after) ? after : undefined };
  },
});
