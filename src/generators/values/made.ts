import * as fc from 'fast-check';
import { jsonKey } from './json-value.ts';
import type { Unsupported } from './unsupported.ts';
import { distinctBy } from '../../model/json.ts';

/** Values for one location, while they are being made. */
export type MadeValues = {
  readonly kind: 'ok';
  readonly arb: fc.Arbitrary<unknown>;
  /** The least depth of nested arrays and objects that a value needs. */
  readonly height: number;
  /** All values, where they are few. */
  readonly few?: readonly unknown[];
};

export type Unsatisfiable = { readonly kind: 'unsatisfiable'; readonly why: readonly string[] };

export type Made = MadeValues | Unsatisfiable | Unsupported;

/** More values than this are not listed. */
const mostListed = 64;

export const unsatisfiable = (why: readonly string[]): Unsatisfiable => ({ kind: 'unsatisfiable', why: [...new Set(why)] });

/** Exactly these values, the simplest first. At least one. */
export const fewValues = (values: readonly unknown[]): MadeValues => ({
  kind: 'ok',
  arb: fc.constantFrom(...values),
  height: 0,
  ...(values.length <= mostListed ? { few: values } : {}),
});

/** The values of several sources, the simplest first. */
export const anyOf = (several: readonly MadeValues[]): MadeValues => {
  const [first, ...others] = several;
  if (!first) throw new RangeError('Cannot choose from an empty list of values');
  if (others.length === 0) return first;
  const few = several.every((one) => one.few !== undefined) ? several.flatMap((one) => one.few ?? []) : undefined;
  const distinct = few && distinctBy(few, jsonKey);
  return {
    kind: 'ok',
    arb: fc.oneof(...several.map(({ arb }) => arb)),
    height: Math.min(...several.map(({ height }) => height)),
    ...(distinct && distinct.length <= mostListed ? { few: distinct } : {}),
  };
};

/** Joins the results for several sources: the values that could be made, else why none could. */
export const firstOrAny = (several: readonly Made[], minimal: boolean): Made => {
  const made = several.filter((one) => one.kind === 'ok');
  if (made.length > 0) {
    const least = Math.min(...made.map(({ height }) => height));
    return minimal ? (made.find(({ height }) => height === least) ?? anyOf(made)) : anyOf(made);
  }
  const unknown = several.find((one) => one.kind === 'unsupported');
  return unknown ?? unsatisfiable(several.flatMap((one) => (one.kind === 'unsatisfiable' ? one.why : [])));
};
