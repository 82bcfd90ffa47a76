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
  /** Values in a JSON body, those inside others included. */
  readonly jsonValues: number;
};

/** Bytes of a body that are read where the target's config does not say otherwise. */
export const defaultBodyBytes = 16 * 1024 * 1024;

/**
 * A JSON value takes some 50 bytes of memory or more however short its text is, so that their number is bounded like the size: to one for
 * so many bytes that a body may have.
 */
const bytesAValue = 64;

/** The limits that follow from the most bytes of a body (`http.maxBodyBytes`). */
export const bodyLimits = (bytes: number): Pick<Limits, 'bodyBytes' | 'inflatedBytes' | 'jsonValues'> => ({
  bodyBytes: bytes,
  inflatedBytes: bytes,
  jsonValues: Math.ceil(bytes / bytesAValue),
});

export const defaultLimits: Limits = {
  connectMs: 5_000,
  connections: 16,
  // Node and undici stop at 16 kB, which some gateways exceed with one cookie; RFC 9110 section 5.4 names no bound.
  headerBytes: 64 * 1024,
  ...bodyLimits(defaultBodyBytes),
  jsonDepth: 200,
};

/** How a body that exceeds a limit can be read all the same. */
export const raiseBodyLimit = 'raise http.maxBodyBytes to have it read';
