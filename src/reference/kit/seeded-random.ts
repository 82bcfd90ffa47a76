export type SeededRandom = {
  /** A whole number from 0 up to, not including, the bound. */
  readonly below: (bound: number) => number;
  /** Lower-case hexadecimal digits. */
  readonly hex: (length: number) => string;
};

/** Numbers that look random and are the same for the same seed (SplitMix32). Not for secrets. */
export const seededRandom = (seed: number): SeededRandom => {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const below = (bound: number): number => Math.floor((next() / 2 ** 32) * bound);
  return { below, hex: (length) => Array.from({ length }, () => below(16).toString(16)).join('') };
};
