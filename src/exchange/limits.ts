/** What bounds one exchange. Bytes are octets, times milliseconds. */
export type Limits = {
  /** From dialling to a connection that can carry a request, TLS handshake included. */
  readonly connectMs: number;
  /** Most connections at a time, idle ones included. */
  readonly connections: number;
  /** Header section of an answer. */
  readonly headerBytes: number;
  /** Body as it comes over the wire, without the framing. */
  readonly bodyBytes: number;
  /** Body after its content codings are undone. */
  readonly inflatedBytes: number;
  /** Arrays and objects inside each other in a JSON body. */
  readonly jsonDepth: number;
};

export const defaultLimits: Limits = {
  connectMs: 5_000,
  connections: 16,
  // Node and undici stop at 16 kB, which some gateways exceed with one cookie; RFC 9110 section 5.4 names no bound.
  headerBytes: 64 * 1024,
  bodyBytes: 16 * 1024 * 1024,
  inflatedBytes: 64 * 1024 * 1024,
  jsonDepth: 200,
};
