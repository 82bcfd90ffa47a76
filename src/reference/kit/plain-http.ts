import type { IncomingMessage, RequestListener } from 'node:http';

/** How a server answers a call without encryption. */
export type PlainManner =
  | {
      readonly kind: 'redirect';
      readonly status: 301 | 302 | 303 | 307 | 308;
      /** The Location header; undefined for none. Default: the same path and query at the encrypted port. */
      readonly location?: (secure: URL, request: IncomingMessage) => string | undefined;
    }
  | { readonly kind: 'refuse'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'close' }
  | { readonly kind: 'serve' };

/** The encrypted equivalent of an address: at the encrypted port where there is one, else at the same host without a port. */
const secureTwin = ({ headers, url = '/' }: IncomingMessage, origin: string | undefined): URL => {
  const { hostname } = new URL(`http://${headers.host ?? 'localhost'}`);
  // Joined as text: a path that begins with two slashes is a path here, not a host.
  return new URL((origin ?? `https://${hostname}`) + (url.startsWith('/') ? url : '/'));
};

/**
 * The listener for calls without encryption, on a port of its own. Where the main port is not encrypted either, it stands for the
 * encrypted one.
 */
export const plainHttp = (manner: PlainManner, served: RequestListener, secureOrigin: () => string | undefined): RequestListener => {
  if (manner.kind === 'serve') return served;
  if (manner.kind === 'close') return (request) => request.socket.destroy();
  if (manner.kind === 'refuse') {
    return (request, response) => {
      request.resume();
      response.writeHead(manner.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(manner.body));
    };
  }
  const { status, location = (secure) => secure.href } = manner;
  return (request, response) => {
    request.resume();
    const target = location(secureTwin(request, secureOrigin()), request);
    response.writeHead(status, { ...(target !== undefined && { Location: target }), 'Content-Length': 0 }).end();
  };
};
