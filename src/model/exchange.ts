import type { PlannedRequest } from './request.ts';

/** Why a request got no HTTP answer, by where it broke. */
export type TransportFailure =
  | 'refused'
  | 'unresolved'
  | 'connect-timeout'
  | 'tls'
  | 'reset'
  | 'closed'
  | 'timeout'
  | 'malformed'
  | 'too-large'
  | 'aborted'
  | 'other';

/** Why a body is no JSON whose bytes are no UTF-8. */
export const notUtf8 = 'the body is not UTF-8';

/** Why a body is no JSON that its content coding does not fit (RFC 9110 section 8.4); the name of the coding follows. */
export const notItsCoding = 'the body is not what its content coding says, ';

/** Why a body is no JSON that had not ended when we stopped listening. */
export const notEnded = 'the body had not ended when listening to it did';

/** A header field as it stood on the wire: name in its own letter case, in order, repeats kept. */
export type HeaderPair = readonly [name: string, value: string];

/** An HTTP answer. Secrets are already replaced in every text of it. */
export type Answer = {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: readonly HeaderPair[];
  /** A credential stood in the answer in full. */
  readonly echoes?: true;
  /** Handles of texts of it that may be credentials which were issued with it, likeliest first. */
  readonly issued?: readonly string[];
  /** Size of the body after content decoding, in bytes. */
  readonly bodyBytes: number;
  /** The body had not ended when the time of `PlannedRequest.listenMs` was over: of its text there are the whole lines that came by then. */
  readonly unfinished?: true;
  /** Milliseconds from the head to the end of the body, or to the end of listening; where `PlannedRequest.listenMs` asked for it. */
  readonly lastedMs?: number;
  /** Octets of a body that came although the status allows none (RFC 9110 section 15.3.5), where they were looked for. */
  readonly surplus?: number;
  /** Body as text, decoded and redacted; null where the bytes are no UTF-8 or could not be decoded. */
  readonly text: string | null;
  /** The body as JSON: `none` for an empty body, `invalid` for one that is no JSON text. */
  readonly json:
    | { readonly kind: 'value'; readonly value: unknown }
    | { readonly kind: 'none' }
    | { readonly kind: 'invalid'; readonly why: string };
};

export type NoAnswer = {
  readonly kind: 'no-answer';
  readonly failure: TransportFailure;
  /** Status of an answer that began and did not end, as a stream does not. */
  readonly begun?: number;
  readonly message: string;
};

/** Ways in which an answer departs from RFC 9110 and 9112 although it is plain what it means. */
export const rawDepartures = [
  'bare-lf',
  'control-character',
  'obs-fold',
  'unrequested-100',
  'length-beside-chunks',
  'repeated-length',
  'content-where-none-is',
] as const;
export type RawDeparture = (typeof rawDepartures)[number];

/** What the raw sender made of an exchange that the HTTP client could not read. */
export type RawReading = {
  /** What the HTTP client said of its own attempt. */
  readonly instead: string;
  readonly departures: readonly RawDeparture[];
  /** The first octets that came, one character each, where they are no answer. */
  readonly beginning?: string;
};

/** Why a certificate does not verify. `unknown-issuer`: whoever signed it is not trusted here, or its chain is not whole. */
export type CertificateFault = 'other-host' | 'expired' | 'not-yet-valid' | 'self-signed' | 'unknown-issuer' | 'invalid';

/** What a TLS handshake came to. Where the certificate does not verify, nothing was sent. */
export type Encryption = {
  /** The version that both sides agreed on, as Node names it: `TLSv1.3`. */
  readonly protocol: string;
  /** Empty where the certificate verifies. */
  readonly faults: readonly CertificateFault[];
};

/** One request and its reply, as it went over the wire, without secrets. */
export type Exchange = {
  /** Unique in the run: `x1`, `x2` … in the order of sending. */
  readonly id: string;
  readonly request: PlannedRequest;
  /** Method and request target as sent, the target redacted. */
  readonly sent: {
    readonly method: string;
    readonly target: string;
    readonly headers: readonly HeaderPair[];
    readonly body: string | null;
  };
  readonly reply: Answer | NoAnswer;
  /** Present where a safe request went once more as plain octets, because no answer could be read; `reply` is then of that attempt. */
  readonly raw?: RawReading;
  /**
   * Present where the connection is encrypted. Where the handshake failed it tells of another one that was made only to look, with
   * every version and whatever certificate; absent where that failed too.
   */
  readonly encryption?: Encryption;
  /** Milliseconds since the epoch by our own clock, which never steps in a run, when the request was handed to the connection. */
  readonly sentAt: number;
  /** Milliseconds from sending to the last byte of the reply, or to the failure. */
  readonly tookMs: number;
  /**
   * How far the wall clock lay ahead of that one at sending and at the end, in milliseconds: present where it stepped, or the machine
   * slept. Of use while the run lasts, and not recorded.
   */
  readonly wallAheadMs?: readonly [number, number];
};
