import * as fc from 'fast-check';

/** The most draws that are tried for one value. */
const mostTries = 100;

/** Draws that are tried once, while the filter is made, to see whether any value passes. */
const probes = [20, 200] as const;
const enoughWitnesses = 4;

/**
 * Values of another arbitrary that meet a condition. fast-check's own filter tries for ever; this one falls back to a value that is known
 * to meet it. A class, because that is how fast-check is extended.
 */
class BoundedFilter<T> extends fc.Arbitrary<T> {
  readonly #inner: fc.Arbitrary<T>;
  readonly #holds: (value: T) => boolean;
  readonly #witnesses: readonly T[];

  constructor(inner: fc.Arbitrary<T>, holds: (value: T) => boolean, witnesses: readonly T[]) {
    super();
    this.#inner = inner;
    this.#holds = holds;
    this.#witnesses = witnesses;
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<T> {
    for (let turn = 0; turn < mostTries; turn++) {
      const drawn = this.#inner.generate(random, biasFactor);
      if (this.#holds(drawn.value)) return new fc.Value(drawn.value, { drawn: drawn.context });
    }
    const witness = this.#witnesses[random.nextInt(0, this.#witnesses.length - 1)];
    return new fc.Value(witness as T, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.#inner.canShrinkWithoutContext(value) && this.#holds(value);
  }

  override shrink(value: T, context: unknown): fc.Stream<fc.Value<T>> {
    if (!isDrawn(context)) return fc.Stream.nil();
    return this.#inner
      .shrink(value, context.drawn)
      .filter((smaller) => this.#holds(smaller.value))
      .map((smaller) => new fc.Value(smaller.value, { drawn: smaller.context }));
  }
}

const isDrawn = (context: unknown): context is { readonly drawn: unknown } =>
  typeof context === 'object' && context !== null && 'drawn' in context;

/** Values that meet a condition; undefined where two hundred draws gave none. */
export const boundedFilter = <T>(inner: fc.Arbitrary<T>, holds: (value: T) => boolean): fc.Arbitrary<T> | undefined => {
  for (const numRuns of probes) {
    const witnesses = fc.sample(inner, { seed: 1, numRuns }).filter(holds);
    if (witnesses.length >= enoughWitnesses || (numRuns === probes[1] && witnesses.length > 0)) {
      return new BoundedFilter(inner, holds, witnesses.slice(0, enoughWitnesses));
    }
  }
  return undefined;
};
