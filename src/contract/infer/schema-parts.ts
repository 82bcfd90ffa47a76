import type { Schema } from '../model.ts';
import { isObject, referenceTarget, valueAt } from '../pointer.ts';

type Json = Readonly<Record<string, unknown>>;

/** More references in a row than this lead in a circle. */
const mostSteps = 16;

/** A schema with its references followed, and of `allOf` all parts. */
export const partsOf = (document: Json, schema: unknown, step = 0): readonly Json[] => {
  if (!isObject(schema) || step > mostSteps) return [];
  const { $ref, allOf } = schema;
  return [
    schema,
    ...(typeof $ref === 'string' ? partsOf(document, valueAt(document, referenceTarget($ref)), step + 1) : []),
    ...(Array.isArray(allOf) ? allOf.flatMap((one: unknown) => partsOf(document, one, step + 1)) : []),
  ];
};

/** Does a schema allow a JSON type, as its `type` says it. */
export const isType = (document: Json, schema: unknown, type: string): boolean =>
  partsOf(document, schema).some((part) => [part['type']].flat().includes(type));

/** The members that a schema describes, by name; of several descriptions the first counts. */
export const membersOf = (document: Json, schema: unknown): ReadonlyMap<string, Schema> => {
  const found = new Map<string, Schema>();
  for (const { properties } of partsOf(document, schema)) {
    if (!isObject(properties)) continue;
    for (const [name, member] of Object.entries(properties))
      if (!found.has(name) && (isObject(member) || typeof member === 'boolean')) found.set(name, member);
  }
  return found;
};

/** The schema of the items of an array; undefined where none is described. */
export const itemsOf = (document: Json, schema: unknown): Schema | undefined =>
  partsOf(document, schema)
    .map(({ items }) => items)
    .find((items): items is Schema => isObject(items) || items === true);
