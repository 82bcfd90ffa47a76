import type { RateLimit } from '../contract/conventions.ts';
import { headerValues } from '../contract/message.ts';
import { readingsAhead } from '../contract/moment.ts';
import type { Exchange } from '../model/exchange.ts';
import { answerClock } from './answer-clock.ts';
import { usualMoment } from './unnamed-headers.ts';

/** Seconds from an answer until the moment at which it says that the count starts anew: in the named header, else under a usual name. */
export const resetMoment = ({ headers }: RateLimit, exchange: Exchange, isRefusal: boolean): number | undefined => {
  const reset = headers?.reset;
  if (!reset) return usualMoment(exchange, isRefusal);
  const [text, ...others] = new Set(headerValues(exchange, reset.name));
  if (text === undefined || others.length > 0) return undefined;
  const readings = readingsAhead(text, reset.unit, answerClock(exchange).ms).map(({ ms }) => ms / 1000);
  const ahead = readings.filter((seconds) => seconds >= 0);
  return ahead.length > 0 ? Math.min(...ahead) : readings[0];
};
