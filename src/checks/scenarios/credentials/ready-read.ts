import { statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Session } from '../../kit/session.ts';
import { until } from '../lifecycle/until.ts';

/** Statuses of a read that may succeed a moment later: what it shows is not ready yet. */
export const notReady: ReadonlySet<number> = new Set([404, 409, 423, 425, 503]);

/** How long a read of something new may take to succeed, in milliseconds. */
const readyMs = 4000;

/** A read of something new, repeated while what it shows may not be ready. Gives the last answer. */
export const readyRead = async (session: Session, read: () => Promise<Exchange>): Promise<Exchange> => {
  let last: Exchange | undefined;
  await until(session, { withinMs: readyMs, why: 'what is new is to become readable' }, async () => {
    last = await read();
    return notReady.has(statusOf(last) ?? 0) ? undefined : true;
  });
  return last ?? read();
};
