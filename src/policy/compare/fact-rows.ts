import { canonical } from '../canonical.ts';
import { factsOf } from '../facts-of.ts';
import type { Column, RowState } from './comparison.ts';
import { byState } from './row-order.ts';

/** A value that was observed, and where. */
export type ObservedValue = {
  readonly value: unknown;
  readonly places: readonly {
    /** Operation key, or `outside`. */
    readonly at: string;
    readonly requirement: string;
    /** The requirement, or what the documentation leaves open, in one sentence. */
    readonly promise: string;
    readonly case: string;
  }[];
};

/** Every value of a fact in one column, each once; empty if the fact was not observed. */
export type FactCell = { readonly values: readonly ObservedValue[] };

export type FactRow = {
  readonly kind: 'fact';
  readonly fact: string;
  /** Location of the fact; undefined if operations are not compared. */
  readonly at?: string;
  readonly state: RowState;
  readonly cells: readonly FactCell[];
};

type Values = Map<string, { readonly value: unknown; readonly places: ObservedValue['places'][number][] }>;
type Gathered = { readonly fact: string; readonly at: string; readonly cells: Map<number, Values> };

const stateOf = (cells: readonly Values[]): RowState => {
  const observed = cells.filter(({ size }) => size > 0);
  if (new Set(observed.map((values) => canonical([...values.keys()].toSorted()))).size > 1) return 'differs';
  return observed.length < cells.length ? 'partly' : 'same';
};

/**
 * Facts over all columns. If the columns share one contract, a row is a fact at a location; otherwise it is a fact, and a cell holds every
 * value that any operation of the target showed.
 * @param leftOut Ids of checks.
 */
export const factRows = (columns: readonly Column[], isShared: boolean, leftOut: ReadonlySet<string>): readonly FactRow[] => {
  const rows = new Map<string, Gathered>();
  for (const [column, { target }] of columns.entries()) {
    for (const { fact, at, value, case: planned } of factsOf(target)) {
      if (leftOut.has(planned.check)) continue;
      const key = isShared ? canonical([fact, at]) : fact;
      const row = rows.get(key) ?? { fact, at, cells: new Map<number, Values>() };
      rows.set(key, row);
      const values: Values = row.cells.get(column) ?? new Map();
      row.cells.set(column, values);
      const observed = values.get(canonical(value)) ?? { value, places: [] };
      values.set(canonical(value), observed);
      const title = target.requirements.get(planned.requirement)?.title ?? planned.title;
      observed.places.push({ at, requirement: planned.requirement, promise: title, case: planned.id });
    }
  }
  const all = [...rows.values()].map(({ fact, at, cells: gathered }): FactRow => {
    const cells = columns.map((_, column): Values => gathered.get(column) ?? new Map());
    return {
      kind: 'fact',
      fact,
      ...(isShared ? { at } : {}),
      state: stateOf(cells),
      cells: cells.map((values) => ({ values: [...values.values()] })),
    };
  });
  return byState(all.toSorted((a, b) => (a.fact < b.fact ? -1 : a.fact > b.fact ? 1 : 0)));
};
