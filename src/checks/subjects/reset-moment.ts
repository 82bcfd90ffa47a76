import type { RateLimit } from '../../contract/conventions.ts';
import { headerValues } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type Ahead, answerClock, momentsAhead } from '../kit/timing.ts';
import { usualMoment } from './unnamed-headers.ts';

/**
 * How far ahead of an answer the moment lies at which it says that the count starts anew: in the named header, else under a usual name.
 * Undefined where it tells none that can be read.
 */
export const resetMoment = ({ headers }: RateLimit, exchange: Exchange, isRefusal: boolean): Ahead | undefined => {
  const reset = headers?.reset;
  if (!reset) return usualMoment(exchange, isRefusal);
  const [text, ...others] = new Set(headerValues(exchange, reset.name));
  if (text === undefined || others.length > 0) return undefined;
  const readings = momentsAhead(exchange, text, reset.unit);
  const [nearest] = readings.filter(({ ms }) => ms >= 0).toSorted((a, b) => a.ms - b.ms);
  return nearest ?? readings[0];
};

/** Moments in whole seconds, each by a Date in whole seconds. */
const roundedMs = 2000;

/** Do two answers tell ends of windows that are a whole window apart: a new one began between them. */
export const beganAnew = (rateLimit: RateLimit, one: Exchange, other: Exchange, windowMs: number): boolean => {
  const [from, to] = [one, other].map((exchange) => {
    const ahead = resetMoment(rateLimit, exchange, false);
    return ahead && answerClock(exchange).ms + ahead.ms;
  });
  return from !== undefined && to !== undefined && Math.abs(to - from) >= Math.max(windowMs / 2, windowMs - roundedMs);
};
