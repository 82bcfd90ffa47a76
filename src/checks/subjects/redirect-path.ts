import { headerValues } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Target } from '../../model/target.ts';

/** The path that a redirect leads to on the same origin; undefined where it leads elsewhere, or says nothing that can be read. */
export const redirectPath = (exchange: Exchange, { baseUrl }: Target): string | undefined => {
  const { origin } = new URL(baseUrl);
  const [location] = headerValues(exchange, 'Location');
  const asked = `${origin}${exchange.sent.target}`;
  if (location === undefined || !URL.canParse(location, asked)) return undefined;
  const url = new URL(location, asked);
  return url.origin === origin ? url.pathname : undefined;
};

/** The path of a request, without its query. */
export const sentPath = ({ sent }: Exchange): string => sent.target.replace(/\?.*$/, '');
