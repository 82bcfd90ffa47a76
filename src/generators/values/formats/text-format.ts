import type * as fc from 'fast-check';

/** A `format` that restricts texts. */
export type TextFormat = {
  readonly name: string;
  readonly arb: fc.Arbitrary<string>;
  /** Is a text certainly of the format? Stricter than most validators: what they disagree about is never made. */
  readonly accepts: (text: string) => boolean;
  /** Texts that nearly are of the format and that every validator refuses. */
  readonly nearMisses: readonly string[];
};
