import type { HeaderPair } from '../../model/exchange.ts';
import type { StoredExchange } from '../../model/stored-exchange.ts';

/** The first value of a header field; its name in lower case. */
export const headerOf = (headers: readonly HeaderPair[], wanted: string): string | undefined =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1];

/** What a URI cannot have in its path and query (RFC 3986, appendix A), and servers are sent all the same. */
const unencoded = /%(?![\da-f]{2})|[^\w\-.~:/?@!$&'()*+,;=%]/giu;

const encoded = (path: string): string => path.replaceAll(unencoded, (text) => encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\ufffd')));

/** The absolute address of a request as a URI. What a check sent on purpose and no URI can have is percent-encoded. */
export const addressOf = ({ sent, encryption, delivery }: StoredExchange, baseUrl: string): URL => {
  const base = new URL(baseUrl);
  const host = headerOf(sent.headers, 'host') ?? base.host;
  const scheme = delivery !== undefined ? 'http:' : host === base.host ? base.protocol : encryption === undefined ? 'http:' : 'https:';
  const origin = `${scheme}//${host}`;
  const path = encoded(sent.target.startsWith('/') ? sent.target : `/${sent.target}`);
  return new URL(`${URL.canParse(`${origin}${path}`) ? origin : base.origin}${path}`);
};
