import type { FlatPart } from '../flatten.ts';
import { childOf, childrenOf, type SchemaAt } from '../reference.ts';
import { largest, numbersGiven, smallest } from './given.ts';

export type Contained = { readonly node: SchemaAt; readonly least: number };

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
  }));
  const contains = parts.flatMap((part): Contained[] => {
    const node = childOf(part, 'contains');
    const { minContains } = part.schema;
    return node ? [{ node, least: typeof minContains === 'number' ? minContains : 1 }] : [];
  });
  return {
    minItems: Math.ceil(largest(least) ?? 0),
    maxItems: Math.floor(smallest(most) ?? Infinity),
    unique: parts.some(({ schema }) => schema['uniqueItems'] === true),
    prefix: Math.max(0, ...lists.map(({ prefix }) => prefix.length)),
    itemAt: (index) => lists.flatMap(({ prefix, rest }) => prefix[index] ?? rest ?? []),
    overfull: parts.some(
      ({ schema: { contains: wanted, minContains = 1, maxContains = Infinity } }) =>
        wanted !== undefined && Number(maxContains) < Number(minContains),
    ),
    contains: contains.filter((one) => one.least > 0),
    pointers: [...new Set([...least, ...most, ...numbersGiven(parts, 'maxContains')].map(({ part }) => part.pointer))],
  };
};
