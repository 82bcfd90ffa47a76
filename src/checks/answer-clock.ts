import { headerValues } from '../contract/message.ts';
import { msAhead } from '../contract/moment.ts';
import type { Exchange } from '../model/exchange.ts';

/**
 * When an answer was made, in milliseconds since the epoch: by its own Date (RFC 9110 section 6.6.1), else by our clock when
 * it came. It may have been made earlier by `unsureMs`.
 */
export type AnswerClock = { readonly ms: number; readonly unsureMs: number };

export const answerClock = (exchange: Exchange): AnswerClock => {
  const came = exchange.sentAt + exchange.tookMs;
  const [date] = headerValues(exchange, 'Date');
  const ahead = date === undefined ? undefined : msAhead(date, 'http-date', came);
  return ahead === undefined ? { ms: came, unsureMs: exchange.tookMs } : { ms: came + ahead, unsureMs: 0 };
};
