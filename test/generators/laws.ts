import * as fc from 'fast-check';
import { expect } from 'vitest';
import type { Schema } from '../../src/contract/model.ts';
import type { ValueContext } from '../../src/generators/values/generated.ts';
import { valid } from '../../src/generators/values/valid.ts';
import { referee } from './referee.ts';

const numRuns = 120;
const seeds = [1, 2, 3] as const;

/** A copy that throws when it is changed. */
export const frozen = <T>(value: T): T => {
  const freeze = (one: unknown): unknown => {
    if (typeof one === 'object' && one !== null) for (const child of Object.values(Object.freeze(one))) freeze(child);
    return one;
  };
  return freeze(structuredClone(value)) as T;
};

/** The size of a value for a reader. Listed values, booleans and null are equally simple. */
const weightOf = (value: unknown): number => {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'number') return String(value).length;
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce((sum, [name, child]) => sum + 1 + weightOf(child) + (Array.isArray(value) ? 0 : name.length), 1);
};

const textOf = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** Every value while an arbitrary shrinks, from the first draw of a seed on. */
export const shrunkPath = (arb: fc.Arbitrary<unknown>, seed: number, breaks: (value: unknown) => boolean): unknown[] => {
  const path: unknown[] = [];
  fc.check(
    fc.property(arb, (value) => {
      const isBroken = breaks(value);
      if (isBroken) path.push(value);
      return !isBroken;
    }),
    { seed, numRuns: 50 },
  );
  return path;
};

/** The arbitrary of a schema for which values can be made. */
export const made = (schema: Schema, context: Partial<ValueContext> = {}): fc.Arbitrary<unknown> => {
  const defects: unknown[] = [];
  const document = context.document ?? (typeof schema === 'boolean' ? {} : schema);
  const generated = valid(schema, { onDefect: (value) => defects.push(value), ...context, document });
  if (generated.kind !== 'ok') throw new Error(`Nothing is made for ${textOf(schema)}: ${textOf(generated)}`);
  expect(defects).toEqual([]);
  return generated.arb;
};

/** Calls from the generators to fast-check's own filter, which tries for ever. */
const unboundedFilters = (run: () => void): string[] => {
  const calls: string[] = [];
  const { prototype } = fc.Arbitrary;
  const { filter } = prototype;
  Object.defineProperty(prototype, 'filter', {
    configurable: true,
    writable: true,
    value(this: fc.Arbitrary<unknown>, ...given: Parameters<typeof filter>) {
      const [caller = ''] = (new Error('called').stack ?? '').split('\n').slice(2);
      if (caller.includes('generators/')) calls.push(caller);
      return filter.apply(this, given);
    },
  });
  try {
    run();
  } finally {
    Object.defineProperty(prototype, 'filter', { configurable: true, writable: true, value: filter });
  }
  return calls;
};

/**
 * What must hold for every generator: its values match their schema and are JSON; the same seed gives the same values; shrinking
 * ends, stays with values that match, never comes back to one and makes them no longer; nothing is tried without end, and the schema is left as it is.
 */
export const keepsTheLaws = (schema: Schema, context: Partial<ValueContext> = {}): void => {
  const given = frozen(schema);
  const judge = referee(given, context.document ? { document: context.document } : {});
  if (!judge) throw new Error(`ajv cannot compile ${textOf(schema)}`);
  let arb: fc.Arbitrary<unknown> = fc.constant(undefined);
  expect(unboundedFilters(() => (arb = made(given, context)))).toEqual([]);
  for (const seed of seeds) {
    const values = fc.sample(arb, { seed, numRuns });
    for (const value of values) {
      expect(judge(value), textOf(value)).toBe('accepted');
      expect(JSON.parse(textOf(value))).toEqual(value);
    }
    expect(fc.sample(made(structuredClone(schema), context), { seed, numRuns })).toEqual(values);

    const path = shrunkPath(arb, seed, () => true);
    for (const value of path) expect(judge(value), textOf(value)).toBe('accepted');
    expect(new Set(path.map(textOf)).size).toBe(path.length);
    expect(weightOf(path.at(-1)), `${textOf(path[0])} became ${textOf(path.at(-1))}`).toBeLessThanOrEqual(weightOf(path[0]));
  }
};
