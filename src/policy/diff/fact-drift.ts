import type { TargetRecord } from '../../model/record.ts';
import { canonical } from '../canonical.ts';
import { factsOf } from '../facts-of.ts';

/** A fact whose values changed. */
export type FactDrift = {
  readonly fact: string;
  readonly at: string;
  /** Every value that the older run observed there; `after` holds those of the newer run. */
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
  readonly requirements: readonly string[];
};

type Observed = { readonly fact: string; readonly at: string; readonly values: Map<string, unknown>; readonly requirements: Set<string> };

const observedOf = (target: TargetRecord): ReadonlyMap<string, Observed> => {
  const observed = new Map<string, Observed>();
  for (const { fact, at, value, case: planned } of factsOf(target)) {
    const key = canonical([fact, at]);
    const known = observed.get(key) ?? { fact, at, values: new Map<string, unknown>(), requirements: new Set<string>() };
    observed.set(key, known);
    known.values.set(canonical(value), value);
    known.requirements.add(planned.requirement);
  }
  return observed;
};

const sameValues = (a: Observed, b: Observed): boolean =>
  a.values.size === b.values.size && [...a.values.keys()].every((key) => b.values.has(key));

/** Facts that differ, and the names and locations of those that only one of the runs observed. */
export type FactChanges = {
  readonly drift: readonly FactDrift[];
  readonly appeared: readonly string[];
  readonly gone: readonly string[];
};

const nameOf = ({ fact, at }: Observed): string => `${fact} at ${at}`;

/** Compares the facts of two runs. A fact that one of them did not observe has not drifted. */
export const factChanges = (old: TargetRecord, fresh: TargetRecord): FactChanges => {
  const [before, after] = [observedOf(old), observedOf(fresh)];
  const drift = [...after].flatMap(([key, is]): readonly FactDrift[] => {
    const was = before.get(key);
    if (was === undefined || sameValues(was, is)) return [];
    const { fact, at } = is;
    return [{ fact, at, before: [...was.values.values()], after: [...is.values.values()], requirements: [...is.requirements] }];
  });
  return {
    drift,
    appeared: [...after].flatMap(([key, one]) => (before.has(key) ? [] : [nameOf(one)])),
    gone: [...before].flatMap(([key, one]) => (after.has(key) ? [] : [nameOf(one)])),
  };
};
