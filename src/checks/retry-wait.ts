import type { RateLimit } from '../contract/conventions.ts';
import { headerValues } from '../contract/message.ts';
import { readingsAhead } from '../contract/moment.ts';
import type { Exchange } from '../model/exchange.ts';
import { answerClock } from './answer-clock.ts';

const eitherForm = ['seconds', 'http-date'] as const;

/** Seconds that an answer asks to wait, by a number or a date; undefined where it says nothing that can be read. */
export const retryWait = ({ retryAfter }: RateLimit, exchange: Exchange): number | undefined => {
  if (!retryAfter) return undefined;
  const [text, ...others] = new Set(headerValues(exchange, retryAfter.header));
  if (text === undefined || others.length > 0) return undefined;
  const [reading] = readingsAhead(text, retryAfter.form ?? eitherForm, answerClock(exchange).ms);
  return reading && reading.ms / 1000;
};
