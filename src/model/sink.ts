import type { Exchange, HeaderPair } from './exchange.ts';

/** How the sink answers a delivery: with a status, at once or late, or by closing the connection without an answer. */
export type SinkAnswer =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly afterMs?: number }
  | { readonly kind: 'close' };

/** A delivery that has arrived and is not answered yet. Its texts are without secrets. */
export type Arrival = Pick<Exchange, 'id' | 'sent' | 'sentAt'> & { readonly endpoint: string };

/** The name of the endpoint that the operator registered. */
export const mainEndpoint = 'main';

/** A delivery as it came, with its secrets: for signatures only, and never kept in a file. */
export type RawDelivery = { readonly headers: readonly HeaderPair[]; readonly octets: Buffer };

/** Whether the signature of a delivery fits its octets; `unknown` where the octets or the secret are not known. */
export type SignatureResult = 'fits' | 'differs' | 'missing' | 'unknown';
