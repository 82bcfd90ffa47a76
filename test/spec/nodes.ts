import { below, isObject } from '../../src/contract/pointer.ts';

export type Node = { readonly pointer: string; readonly value: Readonly<Record<string, unknown>> };

/** Members whose content is data of the API and not part of the description … */
const data = new Set(['example', 'examples', 'default', 'enum', 'const', 'unusable']);
/** … except in objects whose keys are names that the API chose. */
const maps =
  /\/(properties|patternProperties|\$defs|responses|headers|schemas|parameters|plans|filters|resources|fixtures|durations|reaches)$/;

/** Every object of a document, the root first, without data. References are not followed. */
export const nodesOf = (value: unknown, pointer = '#'): Node[] => {
  if (Array.isArray(value)) return value.flatMap((child: unknown, index) => nodesOf(child, below(pointer, index)));
  if (!isObject(value)) return [];
  const isNamed = maps.test(pointer);
  return [
    { pointer, value },
    ...Object.entries(value).flatMap(([key, child]) => (data.has(key) && !isNamed ? [] : nodesOf(child, below(pointer, key)))),
  ];
};

/** The requirement ids of a node itself. */
export const idsOf = (value: unknown): readonly string[] => {
  const ids = isObject(value) ? value['x-requirement'] : undefined;
  return Array.isArray(ids) ? (ids as readonly string[]) : [];
};

/** Pointers of the nodes with each id. */
export const placesOf = (document: unknown): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const { pointer, value } of nodesOf(document)) {
    for (const id of idsOf(value)) found.set(id, [...(found.get(id) ?? []), pointer]);
  }
  return found;
};
