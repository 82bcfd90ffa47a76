import type { Session } from '../session.ts';

/** Thrown by a limited session when it may send no more. */
export class LimitReached extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'LimitReached';
  }
}

/** Methods that change nothing (RFC 9110, section 9.2.1). */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/**
 * The same session with a bound: so many requests, safe ones only, and nothing is remembered, so that each look is a
 * fresh one.
 * @throws {LimitReached} from what sends, once the bound is reached or something unsafe is to be sent.
 */
export const limitedSession = (session: Session, mostRequests: number): Session => {
  let left = mostRequests;
  const refused = (): Promise<never> => Promise.reject(new LimitReached('only single requests are repeated'));
  const limited: Session = {
    ...session,
    send(request) {
      if (!safeMethods.has(request.method)) return Promise.reject(new LimitReached(`${request.method} is not repeated`));
      if (left <= 0) return Promise.reject(new LimitReached(`${mostRequests} requests were sent`));
      left -= 1;
      return session.send(request);
    },
    sendTogether: refused,
    flood: refused,
    measure: (measurement, parameters) => measurement.run(limited, parameters),
  };
  return limited;
};
