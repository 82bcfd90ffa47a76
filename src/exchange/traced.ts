import type { HeaderPair } from '../model/exchange.ts';
import type { Outgoing } from './outgoing.ts';

const field = 'traceparent';

/**
 * A request that names its place in a trace (W3C Trace Context, section 3.2). A field that the request has of itself is left: its document describes that as a parameter, or the
 * config gives it.
 */
export const traced = (message: Outgoing, traceparent: string): Outgoing => {
  if (message.headers.some(([name]) => name.toLowerCase() === field)) return message;
  const pair: HeaderPair = [field, traceparent];
  return {
    ...message,
    headers: [...message.headers, pair],
    recorded: { ...message.recorded, headers: [...message.recorded.headers, pair] },
  };
};
