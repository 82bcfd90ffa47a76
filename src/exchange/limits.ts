/** The limits of one exchange. Bytes are octets, times milliseconds. */
export type Limits = {
  /** From dialling to a connection that can carry a request, including the TLS handshake. */
  readonly connectMs: number;
  /** Most connections at the same time, including idle ones. */
  readonly connections: number;
  /** Header section of an answer. */
  readonly headerBytes: number;
  /** Body as received, without its framing. */
  readonly bodyBytes: number;
  /** Body after its content codings are undone. */
  readonly inflatedBytes: number;
  /** Levels of nested arrays and objects in a JSON body. */
  readonly jsonDepth: number;
  /** Values in a JSON body, including nested ones. */
  readonly jsonValues: number;
};

/** Bytes of a body that are read by default. */
export const defaultBodyBytes = 16 * 1024 * 1024;

/**
 * A JSON value takes about 50 bytes of memory or more however short its text is, so the number of values is limited together with the size:
 * one value per so many bytes of the limit.
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
  // The default of Node and undici is 16 kB, which some gateways exceed with one cookie; RFC 9110 section 5.4 defines no limit.
  headerBytes: 64 * 1024,
  ...bodyLimits(defaultBodyBytes),
  jsonDepth: 200,
};

/** Advice on how to read a body that exceeds a limit. */
export const raiseBodyLimit = 'raise http.maxBodyBytes to have it read';
