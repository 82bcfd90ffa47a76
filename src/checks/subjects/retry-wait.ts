import type { RateLimit } from '../../contract/conventions.ts';
import { headerValues } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type Ahead, momentsAhead } from '../kit/timing.ts';

const eitherForm = ['seconds', 'http-date'] as const;

/** How long an answer asks to wait, by a number or a date; undefined where it says nothing that can be read. */
export const retryWait = ({ retryAfter }: RateLimit, exchange: Exchange): Ahead | undefined => {
  if (!retryAfter) return undefined;
  const [text, ...others] = new Set(headerValues(exchange, retryAfter.header));
  if (text === undefined || others.length > 0) return undefined;
  return momentsAhead(exchange, text, retryAfter.form ?? eitherForm)[0];
};
