import type { Exchange } from '../../model/exchange.ts';
import { headerValues, jsonOf, statusOf } from '../message.ts';
import { readMoment } from '../moment.ts';
import { isObject } from '../pointer.ts';
import { wordsOf } from './words.ts';

/** Words of members with the moment in which a resource was created. */
const creationWords: ReadonlySet<string> = new Set(['created', 'creation']);

/** A moment that is cut to the second may lie before the request, and clocks of several machines differ a little. */
const toleranceMs = 1_500;

/**
 * Whether an answer that a creation was accepted (202, RFC 9110, section 15.3.3) shows by the moment of its creation that the resource with an id is new: it lies in the
 * time of the request, by the clock of the server (`Date`, section 6.6.1). Other answers show it by their status, or leave it open: an order that somebody else gave in
 * the same second looks new as well.
 */
export const isJustMade = (exchange: Exchange, id: string): boolean => {
  if (statusOf(exchange) !== 202) return false;
  const body = jsonOf(exchange);
  const told = Date.parse(headerValues(exchange, 'Date')[0] ?? '');
  const now = Number.isNaN(told) ? exchange.sentAt + exchange.tookMs : told;
  const isNow = (value: unknown): boolean => {
    const { ms, hasTime, hasZone } = readMoment(value) ?? { ms: 0, hasTime: false, hasZone: false };
    return hasTime && hasZone && ms <= now + toleranceMs && ms >= now - exchange.tookMs - toleranceMs;
  };
  const [resource] = [body, ...(isObject(body) ? Object.values(body) : [])].filter(
    (one) => isObject(one) && Object.values(one).some((value) => String(value) === id),
  );
  return Object.entries(isObject(resource) ? resource : {}).some(([name, value]) => {
    const words = wordsOf(name);
    return words.some((word) => creationWords.has(word)) && !words.includes('by') && isNow(value);
  });
};
