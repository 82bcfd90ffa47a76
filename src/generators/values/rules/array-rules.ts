import type { FlatPart } from '../flatten.ts';
import { childOf, childrenOf, type SchemaAt } from '../reference.ts';
import { largest, numbersGiven, smallest } from './given.ts';

export type Contained = {
  readonly node: SchemaAt;
  readonly least: number;
  /** Infinity where there is no limit. */
  readonly most: number;
  /** What else an item that it matches has to meet, behind the positions that have their own schema. */
  readonly beside: readonly SchemaAt[];
};

export type ArrayRules = {
  readonly minItems: number;
  readonly maxItems: number;
  readonly unique: boolean;
  /** Positions that have their own schema. */
  readonly prefix: number;
  /** The schemas of the item at a position. */
  itemAt(index: number): readonly SchemaAt[];
  readonly contains: readonly Contained[];
  /** More items of a kind are required than are allowed. */
  readonly overfull: boolean;
  readonly pointers: readonly string[];
};

/** JSON Schema 2020-12, Validation section 6.4 and Core section 10.3.1. */
export const arrayRules = (parts: readonly FlatPart[]): ArrayRules => {
  const least = numbersGiven(parts, 'minItems');
  const most = numbersGiven(parts, 'maxItems');
  const lists = parts.map((part) => ({
    prefix: childrenOf(part, 'prefixItems').map(([, child]) => child),
    rest: childOf(part, 'items'),
    unevaluated: childOf(part, 'unevaluatedItems'),
    part,
  }));
  const itemBy = ({ prefix, rest }: (typeof lists)[number], index: number): SchemaAt | undefined => prefix[index] ?? rest;
  /** @param container A node whose `contains` the item matches, which evaluates it. */
  const itemAt = (index: number, container?: FlatPart): SchemaAt[] =>
    lists.flatMap((list) => {
      const { unevaluated, part } = list;
      const isEvaluated = lists.some(
        (other) =>
          other.part.within.has(part.schema) &&
          (itemBy(other, index) !== undefined || other.part === container || (other !== list && other.unevaluated !== undefined)),
      );
      return [itemBy(list, index) ?? [], unevaluated && !isEvaluated ? [unevaluated] : []].flat();
    });
  const prefix = Math.max(0, ...lists.map((list) => list.prefix.length));
  const contains = parts.flatMap((part): Contained[] => {
    const node = childOf(part, 'contains');
    const { minContains: fewest = 1, maxContains: greatest } = part.schema;
    if (!node || typeof fewest !== 'number') return [];
    return [{ node, least: fewest, most: typeof greatest === 'number' ? greatest : Infinity, beside: itemAt(prefix, part) }];
  });
  return {
    minItems: Math.ceil(largest(least) ?? 0),
    maxItems: Math.floor(smallest(most) ?? Infinity),
    unique: parts.some(({ schema }) => schema['uniqueItems'] === true),
    prefix,
    itemAt: (index) => itemAt(index),
    overfull: parts.some(
      ({ schema: { contains: wanted, minContains = 1, maxContains = Infinity } }) =>
        wanted !== undefined && Number(maxContains) < Number(minContains),
    ),
    contains,
    pointers: [...new Set([...least, ...most, ...numbersGiven(parts, 'maxContains')].map(({ part }) => part.pointer))],
  };
};
