import { rootCertificates } from 'node:tls';
import type { Proxies, Secrets } from '../model/target.ts';
import { proxyFor } from './proxies.ts';

/** How addresses besides the target are reached: by which proxy, with which certificates, and with which header fields at one origin. */
export type Reach = {
  readonly proxies?: Proxies | undefined;
  /** Those of proxies and of the client certificate are used. */
  readonly secrets?: Secrets;
  /** Certificates to trust beside those that Node trusts: PEM text. */
  readonly ca?: string | undefined;
  /** Header fields for one origin, such as those of every request to the target, and for no other. */
  readonly own?: { readonly origin: string; readonly headers: Readonly<Record<string, string>> };
};

/** An answer of at most {@link mostBytes}; undefined in place of a text that has more. */
export type FetchedText = {
  readonly status: number;
  readonly ok: boolean;
  readonly location: string | null;
  readonly text: string | undefined;
};

/** Most bytes of a document or of a file that a reference names. */
export const mostBytes = 20 * 1024 * 1024;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The innermost reason for which nothing could be fetched, such as `connect ECONNREFUSED 127.0.0.1:9`. */
export const causeOf = (error: unknown): string => {
  const message = messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
  // OpenSSL writes `THREAD:error:CODE:LIBRARY:FUNCTION:REASON:FILE:LINE:`.
  const [, reason] = /^[0-9A-F]+:error:[0-9A-F]+:[^:]*:[^:]*:([^:]*):/u.exec(message) ?? [];
  if (reason === undefined) return message.trim();
  return reason === 'wrong version number' ? 'no TLS: the port answers in plain text, write http://' : `no TLS connection: ${reason}`;
};

const bodyWithin = async (chunks: AsyncIterable<Uint8Array> | null): Promise<string | undefined> => {
  const read: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) return undefined;
    read.push(chunk);
  }
  return Buffer.concat(read).toString('utf8');
};

const dispatcherFor = async (url: URL, { proxies, secrets = {}, ca }: Reach) => {
  const { Agent, ProxyAgent } = await import('undici');
  const { 'tls:cert': cert, 'tls:key': key, 'tls:passphrase': passphrase } = secrets;
  const trusted = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
  const tls = {
    ...trusted,
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
  const proxy = proxies && proxyFor(proxies, url);
  if (proxy === undefined) return new Agent({ connect: tls });
  const credentials = secrets[`proxy:${proxy.scheme}`];
  return new ProxyAgent({
    uri: proxy.origin,
    ...(credentials === undefined ? {} : { token: `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}` }),
    requestTls: tls,
    proxyTls: trusted,
  });
};

/**
 * Fetches one address, without credentials and without following a redirect.
 * @throws the error of the network, or the reason of the signal.
 */
export const fetchText = async (url: URL, accept: string, reach: Reach, signal: AbortSignal): Promise<FetchedText> => {
  const { fetch } = await import('undici');
  const dispatcher = await dispatcherFor(url, reach);
  const own = reach.own?.origin === url.origin ? reach.own.headers : {};
  try {
    const response = await fetch(url, { dispatcher, redirect: 'manual', signal, headers: { accept, ...own } });
    const { status, ok } = response;
    return { status, ok, location: response.headers.get('location'), text: await bodyWithin(response.body) };
  } finally {
    // What is left of a body that is too large is not wanted.
    dispatcher.destroy().catch(() => undefined);
  }
};
