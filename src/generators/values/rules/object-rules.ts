import { matchesPattern } from '../../../contract/pattern/pattern.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { FlatPart } from '../flatten.ts';
import { childOf, childrenOf, type SchemaAt } from '../reference.ts';
import { largest, listsGiven, numbersGiven, smallest } from './given.ts';

export type ObjectRules = {
  readonly minProperties: number;
  readonly maxProperties: number;
  /** Required names, including those that `dependentRequired` adds. */
  readonly required: ReadonlySet<string>;
  /** Names under `properties`, in the order of the document. */
  readonly declared: readonly string[];
  /** Patterns of `patternProperties`. */
  readonly patterns: readonly string[];
  /** `additionalProperties` or `unevaluatedProperties` is a schema: undeclared members are expected. */
  readonly isMap: boolean;
  /** The schemas of the member of a name. */
  memberAt(name: string): readonly SchemaAt[];
  /** The schemas of member names. */
  readonly names: readonly SchemaAt[];
  /** Names that a member requires besides itself. */
  readonly brings: ReadonlyMap<string, readonly string[]>;
  readonly pointers: readonly string[];
};

const isText = (value: unknown): value is string => typeof value === 'string';

const bringsOf = (parts: readonly FlatPart[]): Map<string, string[]> => {
  const brings = new Map<string, string[]>();
  for (const { schema } of parts) {
    const { dependentRequired } = schema;
    for (const [name, needed] of Object.entries(isObject(dependentRequired) ? dependentRequired : {})) {
      const texts = Array.isArray(needed) ? needed.filter(isText) : [];
      brings.set(name, [...(brings.get(name) ?? []), ...texts]);
    }
  }
  return brings;
};

/** Names with all names that they require. */
const closed = (names: readonly string[], brings: ReadonlyMap<string, readonly string[]>): Set<string> => {
  const all = new Set(names);
  // The set grows during the iteration.
  for (const name of all) for (const other of brings.get(name) ?? []) all.add(other);
  return all;
};

/** JSON Schema 2020-12, Validation section 6.5 and Core section 10.3.2. */
export const objectRules = (parts: readonly FlatPart[]): ObjectRules => {
  const least = numbersGiven(parts, 'minProperties');
  const most = numbersGiven(parts, 'maxProperties');
  const required = listsGiven(parts, 'required');
  const brings = bringsOf(parts);
  const shapes = parts.map((part) => ({
    properties: new Map(childrenOf(part, 'properties')),
    patterns: childrenOf(part, 'patternProperties'),
    additional: childOf(part, 'additionalProperties'),
    unevaluated: childOf(part, 'unevaluatedProperties'),
    part,
  }));
  type Shape = (typeof shapes)[number];
  const declaredBy = ({ properties, patterns }: Shape, name: string): SchemaAt[] => {
    const own = properties.get(name);
    const matching = patterns.filter(([pattern]) => matchesPattern(pattern, name) === true).map(([, child]) => child);
    return [...(own ? [own] : []), ...matching];
  };
  const evaluates = (shape: Shape, name: string): boolean => shape.additional !== undefined || declaredBy(shape, name).length > 0;
  /** Does something that a schema is made of evaluate a member before its `unevaluatedProperties` does? */
  const isEvaluated = (of: Shape, name: string): boolean =>
    shapes.some(
      (shape) => shape.part.within.has(of.part.schema) && (evaluates(shape, name) || (shape !== of && shape.unevaluated !== undefined)),
    );
  return {
    minProperties: Math.ceil(largest(least) ?? 0),
    maxProperties: Math.floor(smallest(most) ?? Infinity),
    required: closed(
      required.flatMap(({ value }) => value.filter(isText)),
      brings,
    ),
    declared: [...new Set(shapes.flatMap(({ properties }) => [...properties.keys()]))],
    patterns: [...new Set(shapes.flatMap(({ patterns }) => patterns.map(([pattern]) => pattern)))],
    isMap: shapes.some(({ additional, unevaluated }) => [additional, unevaluated].some((one) => one !== undefined && isObject(one.schema))),
    memberAt: (name) =>
      shapes.flatMap((shape) => {
        const declared = declaredBy(shape, name);
        const { additional, unevaluated } = shape;
        const rest = unevaluated && !isEvaluated(shape, name) ? [unevaluated] : [];
        return [...(declared.length > 0 ? declared : additional ? [additional] : []), ...rest];
      }),
    names: parts.flatMap((part) => childOf(part, 'propertyNames') ?? []),
    brings,
    pointers: [...new Set([...least, ...most, ...required].map(({ part }) => part.pointer))],
  };
};
