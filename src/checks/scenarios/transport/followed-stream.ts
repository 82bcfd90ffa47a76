import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import type { Target } from '../../../model/target.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { slowNeeds } from '../../kit/slow-needs.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { patienceMs } from '../../kit/patience.ts';

/** May the events of a stream be waited for on this target. */
const mayFollow = (target: Target): boolean => slowNeeds(target, ['stream.listened']).length === 0 || target.allow.includes('slow');

/** A call that listens to a stream for so long. */
export const listening = (session: Session, operation: string, listenMs: number): PlannedRequest => ({
  ...usableRequest(session, operationOf(session.contract, operation), 'followed'),
  listenMs,
});

/** A stream, listened to until it has surely to be open still, and where that is allowed for as long as its events are waited for. */
export const followedStream = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'followed-stream',
  run(session, { operation }) {
    const { target } = session;
    const openMs = patienceMs(target, 'stream.open');
    const listenMs = mayFollow(target) ? Math.max(openMs, patienceMs(target, 'stream.listened')) : openMs;
    return session.send(listening(session, operation, listenMs));
  },
});
