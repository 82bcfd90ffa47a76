import type { PlannedRequest } from './request.ts';

/** Why a request got no HTTP answer. */
export type TransportFailure =
  | 'refused'
  | 'unresolved'
  | 'connect-timeout'
  /** The proxy on the way to it gave no tunnel. */
  | 'proxy'
  | 'tls'
  | 'reset'
  | 'closed'
  | 'timeout'
  | 'malformed'
  | 'too-large'
  | 'aborted'
  | 'other';

/** Why a body that is not UTF-8 is not JSON. */
export const notUtf8 = 'the body is not UTF-8';

/** Why a body is not JSON where its content coding does not fit (RFC 9110 section 8.4); the name of the coding follows. */
export const notItsCoding = 'the body is not what its content coding says, ';

/** Why a body that had not ended when the run stopped listening is not JSON. */
export const notEnded = 'the body had not ended when the run stopped listening';

/** Why there is no answer where octets came that are no message of HTTP (RFC 9112); what is wrong with them follows. */
export const notAMessage = 'the answer is not an HTTP/1.1 message: ';

/** A header field as it was sent or received: with the letter case of its name, in order, with repetitions. */
export type HeaderPair = readonly [name: string, value: string];

/** An HTTP answer. Secrets in its texts are already masked. */
export type Answer = {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: readonly HeaderPair[];
  /** The answer contained a credential in full. */
  readonly echoes?: true;
  /** Handles of texts in it that may be newly issued credentials, likeliest first. */
  readonly issued?: readonly string[];
  /** Size of the body after content decoding, in bytes. */
  readonly bodyBytes: number;
  /**
   * The body had not ended after `PlannedRequest.listenMs`; `text` has the complete lines that had arrived.
   */
  readonly unfinished?: true;
  /** Milliseconds from the head to the end of the body, or to the end of listening; present with `PlannedRequest.listenMs`. */
  readonly lastedMs?: number;
  /** Octets of a body that the status does not allow (RFC 9110 section 15.3.5), where that was examined. */
  readonly surplus?: number;
  /** Body as text, decoded and redacted; null where the bytes are not UTF-8 or could not be decoded. */
  readonly text: string | null;
  /** SHA-256 of a decoded body that is not UTF-8, in hexadecimal digits: it shows whether a file comes back as it was sent. */
  readonly sha256?: string;
  /** The body as JSON: `none` for an empty body, `invalid` for one that is not a JSON text. */
  readonly json:
    | { readonly kind: 'value'; readonly value: unknown }
    | { readonly kind: 'none' }
    | { readonly kind: 'invalid'; readonly why: string };
};

export type NoAnswer = {
  readonly kind: 'no-answer';
  readonly failure: TransportFailure;
  /** Status of an answer that began and did not end, such as a stream. */
  readonly begun?: number;
  readonly message: string;
};

/** Deviations of an answer from RFC 9110 and 9112 that leave its meaning clear. */
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

/** How the raw sender read an answer that the HTTP client could not read. */
export type RawReading = {
  /** The error of the HTTP client. */
  readonly instead: string;
  readonly departures: readonly RawDeparture[];
  /** The first octets, one character each, where they are not an HTTP answer. */
  readonly beginning?: string;
};

/** Why a certificate does not verify. `unknown-issuer`: its issuer is not trusted here, or its chain is incomplete. */
export type CertificateFault = 'other-host' | 'expired' | 'not-yet-valid' | 'self-signed' | 'unknown-issuer' | 'invalid';

/** The result of a TLS handshake. Where the certificate does not verify, nothing was sent. */
export type Encryption = {
  /** The negotiated version, as Node names it: `TLSv1.3`. */
  readonly protocol: string;
  /** Empty where the certificate verifies. */
  readonly faults: readonly CertificateFault[];
};

/** What the sink of a run adds to a request that it received. */
export type Delivery = {
  /** Name of the endpoint that it came to: `main`, or that of an endpoint which a check made. */
  readonly endpoint: string;
};

/** One request and its reply, as sent and received, without secrets. */
export type Exchange = {
  /** Unique in the run: `x1`, `x2` … in the order of sending; `d1`, `d2` … for deliveries, in the order of their arrival. */
  readonly id: string;
  readonly request: PlannedRequest;
  /** Method and request target as sent, the target redacted. */
  readonly sent: {
    readonly method: string;
    readonly target: string;
    readonly headers: readonly HeaderPair[];
    /** The body as text; octets that are not UTF-8 appear as U+FFFD. */
    readonly body: string | null;
    /** The octets of the body in base64, where they are not the UTF-8 of `body` and nothing in them was masked. */
    readonly octets?: string;
  };
  readonly reply: Answer | NoAnswer;
  /**
   * Present where the target was the client: it delivered an event to the sink of the run (`webhooks` of the config). `sent` is then what
   * came, `reply` what the sink answered, and `sentAt` when the head of the request arrived.
   */
  readonly delivery?: Delivery;
  /**
   * Present where a safe request was repeated by the raw sender, because its answer could not be read; `reply` is then that of the
   * repetition.
   */
  readonly raw?: RawReading;
  /**
   * Present where the connection is encrypted. After a failed handshake it describes a second one, which accepts every version and
   * certificate and sends nothing; absent where that failed too.
   */
  readonly encryption?: Encryption;
  /** When the request was passed to the connection: milliseconds since the epoch by our own clock, which never jumps during a run. */
  readonly sentAt: number;
  /** Milliseconds from sending to the last byte of the reply, or to the failure. */
  readonly tookMs: number;
  /**
   * How far the wall clock was ahead of our own clock at sending and at the end, in milliseconds: present where it jumped, or the machine
   * slept. It is not recorded.
   */
  readonly wallAheadMs?: readonly [number, number];
};

/** The number in the id of an exchange: its turn in the run; 0 where the id has none. */
export const turnOf = (id: string): number => Number(id.replaceAll(/\D/gu, '') || 0);
