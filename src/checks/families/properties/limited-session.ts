import type { Session } from '../../kit/session.ts';

/** Thrown by a limited session when it may send no more. */
export class LimitReached extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'LimitReached';
  }
}

/** Methods that change nothing (RFC 9110, section 9.2.1). */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** What may be sent besides reads: at most so many creations, and their removals. */
export type Making = {
  /** Keys of the operations. */
  readonly create: string;
  readonly remove: string;
  readonly most: number;
};

/**
 * The same session with a bound: only so many requests, and only safe ones besides those of `making`. Scenarios run afresh
 * each time. Removals are sent even when the bound is reached.
 * @throws {LimitReached} from every member that sends, once the bound is reached, and for an unsafe request.
 */
export const limitedSession = (session: Session, mostRequests: number, making?: Making): Session => {
  let left = mostRequests;
  let creations = making?.most ?? 0;
  const refused = (): Promise<never> => Promise.reject(new LimitReached('only single requests are repeated'));
  const limited: Session = {
    ...session,
    send(request) {
      if (making !== undefined && request.operation === making.remove) return session.send(request);
      const isCreation = making !== undefined && request.operation === making.create;
      if (!isCreation && !safeMethods.has(request.method)) return Promise.reject(new LimitReached(`${request.method} is not repeated`));
      if (isCreation && creations <= 0) return Promise.reject(new LimitReached(`${making.most} resources were made`));
      if (isCreation) creations -= 1;
      if (left <= 0) return Promise.reject(new LimitReached(`${mostRequests} requests were sent`));
      left -= 1;
      return session.send(request);
    },
    sendTogether: refused,
    burst: refused,
    run: (scenario, parameters) => scenario.run(limited, parameters),
  };
  return limited;
};
