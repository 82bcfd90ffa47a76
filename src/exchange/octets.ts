/** Collects octets that arrive in pieces. A million pieces of one octet cost no more than one of a million. */
export type Octets = {
  readonly length: number;
  push(piece: Buffer): void;
  /** Everything collected. Do not push afterwards. */
  take(): Buffer;
};

/** The buffer grows by doubling, so that each octet is copied about twice, whatever the size of the pieces. */
const leastCapacity = 4 * 1024;

export const gatherOctets = (): Octets => {
  let gathered: Buffer = Buffer.alloc(0);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(piece) {
      if (length === 0 && gathered.length === 0) gathered = Buffer.allocUnsafe(Math.max(leastCapacity, piece.length));
      if (length + piece.length > gathered.length) {
        const grown = Buffer.allocUnsafe(Math.max(2 * gathered.length, length + piece.length));
        gathered.copy(grown, 0, 0, length);
        gathered = grown;
      }
      piece.copy(gathered, length);
      length += piece.length;
    },
    take: () => gathered.subarray(0, length),
  };
};
