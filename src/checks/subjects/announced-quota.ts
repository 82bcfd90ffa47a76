import type { RateLimit } from '../../contract/conventions.ts';
import { headerValues } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';

/** What an answer says about the quota, as far as it can be read. */
export type AnnouncedQuota = {
  readonly limit: number | undefined;
  readonly remaining: number | undefined;
  /** In the unit of the convention. */
  readonly reset: number | undefined;
};

/** A header field whose value consists of decimal digits; undefined where it is absent, of another form, or says two things. */
export const wholeHeader = (exchange: Exchange, name: string | undefined): number | undefined => {
  const [value, ...others] = name === undefined ? [] : new Set(headerValues(exchange, name));
  return value !== undefined && others.length === 0 && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
};

export const announcedQuota = ({ headers }: RateLimit, exchange: Exchange): AnnouncedQuota => ({
  limit: wholeHeader(exchange, headers?.limit),
  remaining: wholeHeader(exchange, headers?.remaining),
  reset: wholeHeader(exchange, headers?.reset?.name),
});
