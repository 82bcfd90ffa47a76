import type { Exchange } from '../../model/exchange.ts';
import { headerValues, jsonOf } from '../message.ts';
import { readMoment } from '../moment.ts';
import { isObject } from '../pointer.ts';
import { wordsOf } from './words.ts';

/** Words of members with the moment in which a resource was created. */
const creationWords: ReadonlySet<string> = new Set('created creation queued requested submitted'.split(' '));

/** A moment that is cut to the second may lie before the request, and clocks of several machines differ a little. */
const toleranceMs = 1_500;

/**
 * Whether an answer shows that what it is about was created while the request was answered, by the clock of the server (`Date`, RFC 9110, section 6.6.1). It may
 * still be of somebody else where requests take what others add, so that nothing is removed on account of this alone.
 */
export const isJustMade = (exchange: Exchange): boolean => {
  const body = jsonOf(exchange);
  const [date = ''] = headerValues(exchange, 'Date');
  const told = Date.parse(date);
  const now = Number.isNaN(told) ? exchange.sentAt + exchange.tookMs : told;
  const isNow = (value: unknown): boolean => {
    const moment = readMoment(value);
    return (
      moment !== undefined &&
      moment.hasTime &&
      moment.hasZone &&
      moment.ms <= now + toleranceMs &&
      moment.ms >= now - exchange.tookMs - toleranceMs
    );
  };
  const moments = (value: unknown): readonly unknown[] =>
    isObject(value)
      ? Object.entries(value).flatMap(([name, one]) => {
          const words = wordsOf(name);
          return words.some((word) => creationWords.has(word)) && !words.includes('by') ? [one] : [];
        })
      : [];
  const around = isObject(body) ? Object.values(body) : [];
  return [body, ...around].flatMap(moments).some(isNow);
};
