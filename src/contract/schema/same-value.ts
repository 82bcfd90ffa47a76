import type { Contract, Schema } from '../model.ts';
import { below, isObject } from '../pointer.ts';
import { type Located, resolveReference, type Scope, scopeAt, scopeInside } from './reference.ts';

type Document = Contract['document'];

/**
 * The message of a value: `readOnly` members are not required in a request, `writeOnly` ones not in a response (OpenAPI 3.1, Schema
 * Object).
 */
export type Direction = 'request' | 'response';

const word = { request: 'readOnly', response: 'writeOnly' } as const;

const nothing: ReadonlySet<string> = new Set();

const inside = ({ pointer, scope }: Located, schema: Schema, ...keys: readonly (string | number)[]): Located => {
  const at = below(pointer, ...keys);
  return { schema, pointer: at, scope: scopeInside(scope, schema, at) };
};

/** The subschemas of the same value: targets of `$ref`, branches of choices, sides of a condition. */
const beside = (document: Document, node: Located): Located[] => {
  const { schema } = node;
  if (!isObject(schema)) return [];
  const several = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => {
    const list: unknown = schema[keyword];
    return Array.isArray(list) ? list.flatMap((one: unknown, n) => (isObject(one) ? [inside(node, one, keyword, n)] : [])) : [];
  });
  const single = ['if', 'then', 'else', 'not'].flatMap((keyword) => {
    const one = schema[keyword];
    return isObject(one) ? [inside(node, one, keyword)] : [];
  });
  const { dependentSchemas, $ref, $dynamicRef } = schema;
  const dependent = Object.entries(isObject(dependentSchemas) ? dependentSchemas : {}).flatMap(([name, one]) =>
    isObject(one) ? [inside(node, one, 'dependentSchemas', name)] : [],
  );
  const referenced = [$ref, $dynamicRef].flatMap((ref) =>
    typeof ref === 'string' ? (resolveReference(document, node.scope, ref) ?? []) : [],
  );
  return [...several, ...single, ...dependent, ...referenced];
};

/** Every schema object of the same value, each once. */
export const schemasOfSameValue = (document: Document, node: Located): Located[] => {
  const found = new Map<object, Located>();
  const waiting = [node];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    if (!isObject(one.schema) || found.has(one.schema)) continue;
    found.set(one.schema, one);
    waiting.push(...beside(document, one));
  }
  return [...found.values()];
};

const endless = new WeakMap<object, boolean>();

/** Whether a schema refers to itself without going deeper into the value, so that judging by it would never end. */
export const isEndless = (document: Document, node: Located): boolean => {
  const { schema } = node;
  if (!isObject(schema)) return false;
  const known = endless.get(schema);
  if (known !== undefined) return known;
  const onTheWay = new Set<object>();
  const done = new Set<object>();
  const visit = (one: Located): boolean => {
    if (!isObject(one.schema) || done.has(one.schema)) return false;
    if (onTheWay.has(one.schema)) return true;
    onTheWay.add(one.schema);
    const comesBack = beside(document, one).some(visit);
    onTheWay.delete(one.schema);
    done.add(one.schema);
    return comesBack;
  };
  const comesBack = visit(node);
  endless.set(schema, comesBack);
  return comesBack;
};

/** A schema with the scope at its pointer in the document. */
export const locate = (document: Document, schema: Schema, pointer: string, scope: Scope = scopeAt(document, pointer)): Located => ({
  schema,
  pointer,
  scope,
});

/** Whether the value of a schema is left out in a direction. */
export const isHidden = (document: Document, direction: Direction | undefined, node: Located): boolean =>
  direction !== undefined && schemasOfSameValue(document, node).some(({ schema }) => isObject(schema) && schema[word[direction]] === true);

const hidden = new WeakMap<object, Map<Direction, ReadonlySet<string>>>();

/** Names of the properties of an object that are left out in a direction, and so may be absent although `required` lists them. */
export const hiddenNames = (document: Document, direction: Direction | undefined, node: Located): ReadonlySet<string> => {
  const { schema } = node;
  if (direction === undefined || !isObject(schema)) return nothing;
  const remembered = hidden.get(schema) ?? new Map<Direction, ReadonlySet<string>>();
  hidden.set(schema, remembered);
  const known = remembered.get(direction);
  if (known) return known;
  const names = new Set(
    schemasOfSameValue(document, node).flatMap((part) => {
      const { properties } = part.schema as Readonly<Record<string, unknown>>;
      return Object.entries(isObject(properties) ? properties : {}).flatMap(([name, property]) =>
        isObject(property) && isHidden(document, direction, inside(part, property, 'properties', name)) ? [name] : [],
      );
    }),
  );
  remembered.set(direction, names);
  return names;
};
