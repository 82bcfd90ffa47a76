/** Collects octets that arrive in pieces. A million pieces of one octet cost no more than one of a million. */
export type Octets = {
  readonly length: number;
  /** The piece must not be changed afterwards. */
  push(piece: Buffer): void;
  /** Everything collected. Do not push afterwards. */
  take(): Buffer;
};

/** The buffer grows by doubling, so that each octet is copied about twice, whatever the size of the pieces. */
const leastCapacity = 4 * 1024;

const nothing = Buffer.alloc(0);

export const gatherOctets = (): Octets => {
  let gathered: Buffer = nothing;
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(piece) {
      // Most bodies come in one piece, which needs no copy. It is as long as what was gathered, so that the next piece makes a buffer.
      if (length === 0) {
        gathered = piece;
        length = piece.length;
        return;
      }
      if (length + piece.length > gathered.length) {
        const grown = Buffer.allocUnsafe(Math.max(leastCapacity, 2 * gathered.length, length + piece.length));
        gathered.copy(grown, 0, 0, length);
        gathered = grown;
      }
      piece.copy(gathered, length);
      length += piece.length;
    },
    take: () => gathered.subarray(0, length),
  };
};
