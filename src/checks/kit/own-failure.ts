import { statusOf } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';

/**
 * Is an answer a failure of the service itself? 501 says that it does not know the method, and a gateway answers 502 to 504 (RFC 9110, section 15.6).
 */
export const isOwnFailure = (exchange: Exchange): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status === 500 || status > 504;
};
