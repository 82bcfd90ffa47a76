import { timeForms } from '../../contract/x-assay/rate-limit.ts';
import { answerOf, headerValues } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type Ahead, mayLie, momentsAhead } from '../kit/timing.ts';

/** The one header of the IETF drafts (draft-ietf-httpapi-ratelimit-headers), with or without the X- of old. */
const joined = /^(x-)?ratelimit$/i;

/** A header of an answer that may tell something, as it was written. */
export type Told = { readonly name: string; readonly text: string };

const headersOf = (exchange: Exchange): Told[] => (answerOf(exchange)?.headers ?? []).map(([name, text]) => ({ name, text: text.trim() }));

/** The value of a parameter in a structured field: of `t` in `"default";r=50;t=30`, of `reset` in `limit=100, reset=30`. */
const parameterOf = (text: string, names: readonly string[]): string | undefined =>
  names
    .map((name) => new RegExp(String.raw`(?:^|[;,\s])${name}\s*=\s*"?(\d+(?:\.\d+)?)"?\s*(?:$|[;,\s])`, 'i').exec(text)?.[1])
    .find((value) => value !== undefined);

const byConvention = (exchange: Exchange, word: RegExp, parameters: readonly string[]): Told[] => {
  const named = headersOf(exchange).filter(({ name }) => word.test(name));
  if (named.length > 0) return named;
  return headersOf(exchange)
    .filter(({ name }) => joined.test(name))
    .flatMap(({ name, text }) => {
      const value = parameterOf(text, parameters);
      return value === undefined ? [] : [{ name, text: value }];
    });
};

/** Headers that tell by their name, or by a parameter of the joined header, how many requests are left. */
export const remainingHeaders = (exchange: Exchange): Told[] => byConvention(exchange, /remaining/i, ['r', 'remaining']);

/** Headers that tell in the same way when the count starts anew; on a refusal Retry-After where no other does. */
export const resetHeaders = (exchange: Exchange, isRefusal: boolean): Told[] => {
  const told = byConvention(exchange, /reset/i, ['t', 'reset']);
  if (told.length > 0 || !isRefusal) return told;
  return headerValues(exchange, 'Retry-After').map((text) => ({ name: 'Retry-After', text }));
};

/** Every header with a number of its own: one of them may fall as requests are made. */
export const numericHeaders = (exchange: Exchange): Told[] => headersOf(exchange).filter(({ text }) => /^\d{1,15}$/.test(text));

/** Forms in which such a moment is read; a count of milliseconds cannot be told from one of seconds. */
const forms = timeForms.filter((form) => form !== 'milliseconds');

/** Milliseconds that such a moment may be over, by other clocks, and ahead. */
const reach = { from: -5000, to: 3_600_000 } as const;

/** How far ahead the moment lies that an answer tells under any of the usual names; undefined where none can be in reach. */
export const usualMoment = (exchange: Exchange, isRefusal: boolean): Ahead | undefined =>
  resetHeaders(exchange, isRefusal)
    .flatMap(({ text }) => momentsAhead(exchange, text, forms))
    .find((ahead) => mayLie(ahead, reach.from, reach.to));
