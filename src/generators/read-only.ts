import type { Contract, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { isSchema } from '../contract/schema/keywords.ts';
import { closure, hiddenNames } from './values/hidden.ts';

type Node = Readonly<Record<string, unknown>>;

/** Schemas that describe a member, from every schema that describes its object. */
const memberSchemas = (around: readonly Node[], name: string): Schema[] =>
  around.flatMap(({ properties, additionalProperties }) => {
    const own = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    return isSchema(own) ? [own] : [];
  });

const itemSchemas = (around: readonly Node[], index: number): Schema[] =>
  around.flatMap(({ prefixItems, items }) => {
    const own: unknown = Array.isArray(prefixItems) && index < prefixItems.length ? prefixItems[index] : items;
    return isSchema(own) ? [own] : [];
  });

/**
 * A value without the members that only responses have (`readOnly`), at any depth: OpenAPI 3.0 says that they should not be sent in a
 * request, and a server that accepts an `id` there would overwrite somebody's resource.
 */
export const withoutReadOnly = (document: Contract['document'], schemas: readonly Schema[], value: unknown): unknown => {
  if (!isObject(value) && !Array.isArray(value)) return value;
  const around = schemas.flatMap((schema) => [...closure(document, schema)]);
  if (around.length === 0) return value;
  if (Array.isArray(value)) return value.map((item: unknown, index) => withoutReadOnly(document, itemSchemas(around, index), item));
  const hidden = new Set(schemas.flatMap((schema) => [...hiddenNames(document, 'request', schema)]));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      hidden.has(name) ? [] : [[name, withoutReadOnly(document, memberSchemas(around, name), member)] as const],
    ),
  );
};
