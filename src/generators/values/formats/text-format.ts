import type * as fc from 'fast-check';

/** A `format` that says something about texts. */
export type TextFormat = {
  readonly name: string;
  readonly arb: fc.Arbitrary<string>;
  /** Is a text surely of the format. Stricter than most validators: what they disagree about is never made. */
  readonly accepts: (text: string) => boolean;
  /** Texts that every validator refuses, though they nearly are of the format. */
  readonly nearMisses: readonly string[];
};
