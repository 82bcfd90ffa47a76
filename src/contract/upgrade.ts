import { isObject } from './pointer.ts';
import { schemaListKeywords, schemaMapKeywords, schemaStoreKeywords, singleSchemaKeywords } from './schema/keywords.ts';

type Json = Readonly<Record<string, unknown>>;

/** The version in which the document writes schemas. */
type Words = { readonly is30: boolean };

/**
 * Converts a document of OpenAPI 3.0 to 3.1, with the same pointers, and keywords of 3.0 in a document of 3.1. Boolean exclusive bounds
 * become numbers. `nullable` becomes a type with null; where other keywords decide what is allowed, it stays and means that null is
 * accepted (see `Shape`). Siblings of a `$ref` are removed in 3.0, which ignores them (OpenAPI 3.0.4, Reference Object), except `nullable`,
 * `readOnly` and `writeOnly`, which authors write on purpose. Only schemas and references change: examples, defaults and extensions are
 * data.
 */
export const upgraded = (document: Json): Json => {
  const is30 = typeof document['openapi'] === 'string' && document['openapi'].startsWith('3.0.');
  const turned = objectIn(document, { is30 });
  return is30 ? { ...turned, openapi: '3.1.1' } : turned;
};

/** A copy with its members changed; the same value where none changes, because most of a large document does not change. */
const changed = <T extends Json>(node: T, change: (value: unknown, key: string) => unknown): T => {
  let copy: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(node)) {
    const next = change(value, key);
    if (next === value) continue;
    copy ??= { ...node };
    copy[key] = next;
  }
  return (copy as T | undefined) ?? node;
};

const each = (value: unknown, change: (one: Json) => unknown): unknown => {
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    const next = list.map((one) => (isObject(one) ? change(one) : one));
    return next.some((one, n) => one !== list[n]) ? next : value;
  }
  return isObject(value) ? changed(value, (one) => (isObject(one) ? change(one) : one)) : value;
};

const onObject = (value: unknown, change: (one: Json) => unknown): unknown => (isObject(value) ? change(value) : value);

/** Members of OpenAPI objects that hold other objects by name or in a list. */
const collections = new Set(['parameters', 'headers', 'responses', 'requestBodies', 'content', 'encoding']);

/** Members that hold one object with schemas somewhere in it. */
const singles = new Set(['components', 'requestBody', 'get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** An object of OpenAPI other than a schema. */
const objectIn = (node: Json, words: Words): Json => {
  if (words.is30 && typeof node['$ref'] === 'string' && Object.keys(node).length > 1) return { $ref: node['$ref'] };
  return membersIn(node, words);
};

/** Siblings of the `$ref` of a Path Item stay (OpenAPI 3.0.4, Path Item Object). */
const membersIn = (node: Json, words: Words): Json => {
  const inside = (one: Json): Json => objectIn(one, words);
  const pathItem = (one: Json): Json => membersIn(one, words);
  return changed(node, (value, key) => {
    if (key === 'schema') return onObject(value, (one) => schemaIn(one, words));
    if (key === 'schemas') return each(value, (one) => schemaIn(one, words));
    if (key === 'paths' || key === 'webhooks' || key === 'pathItems') return each(value, pathItem);
    if (key === 'callbacks') return each(value, (callback) => each(callback, pathItem));
    if (collections.has(key)) return each(value, inside);
    return singles.has(key) ? onObject(value, inside) : value;
  });
};

const schemaMembers = new Set<string>(singleSchemaKeywords);
const schemaGroups = new Set<string>([...schemaListKeywords, ...schemaMapKeywords, ...schemaStoreKeywords]);

/**
 * Siblings of a `$ref` that authors write on purpose: without `nullable` a null would count as a mistake, and without `readOnly` a run
 * would send an id that only the server chooses.
 */
export const keptBesideReference = ['nullable', 'readOnly', 'writeOnly'];

const schemaIn = (node: Json, words: Words): Json => {
  if (words.is30 && typeof node['$ref'] === 'string') {
    if (Object.keys(node).length === 1) return node;
    const kept = keptBesideReference.filter((word) => node[word] === true).map((word) => [word, true]);
    return { $ref: node['$ref'], ...Object.fromEntries(kept) };
  }
  const inside = (one: Json): Json => schemaIn(one, words);
  const turned = changed(node, (value, key) => {
    // In older dialects `items` may be a list.
    if (schemaMembers.has(key)) return Array.isArray(value) ? each(value, inside) : onObject(value, inside);
    return schemaGroups.has(key) ? each(value, inside) : value;
  });
  return withNull(withNullBranches(withoutOpenType(withNumericBounds(turned))), words);
};

/** `any` never was a type, and `file` is one of Swagger 2.0: both allow any value. */
const withoutOpenType = (schema: Json): Json => {
  if (schema['type'] !== 'any' && schema['type'] !== 'file') return schema;
  const { type: _, ...rest } = schema;
  return rest;
};

const withNumericBounds = (schema: Json): Json => {
  if (typeof schema['exclusiveMinimum'] !== 'boolean' && typeof schema['exclusiveMaximum'] !== 'boolean') return schema;
  const bounded: Record<string, unknown> = { ...schema };
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof bounded[exclusive] !== 'boolean') continue;
    if (bounded[exclusive] && typeof bounded[bound] === 'number') {
      bounded[exclusive] = bounded[bound];
      delete bounded[bound];
    } else delete bounded[exclusive];
  }
  return bounded;
};

/** A schema that only allows null, perhaps with a title or a description. */
const isOnlyNull = (schema: unknown): boolean =>
  isObject(schema) && schema['nullable'] === true && Object.keys(schema).every((key) => ['nullable', 'title', 'description'].includes(key));

/**
 * A branch with only `nullable` means null: read literally it would match every value, and no other branch of `oneOf` could match alone.
 */
const withNullBranches = (schema: Json): Json => {
  const { oneOf, allOf } = schema;
  const joined = Array.isArray(allOf) && allOf.some(isOnlyNull) ? { ...schema, nullable: true } : schema;
  if (!Array.isArray(oneOf) || !oneOf.some(isOnlyNull)) return joined;
  return { ...joined, oneOf: oneOf.map((one: unknown) => (isOnlyNull(one) ? { type: 'null' } : one)) };
};

/** Keywords beside `type` and `enum` that may exclude null. */
const deciding = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'const'];

const withNull = (schema: Json, { is30 }: Words): Json => {
  const { nullable, ...rest } = schema;
  if (nullable === false && is30) return rest;
  if (nullable !== true) return schema;
  // In 3.1 it is not a keyword: null does not count as a mistake, and it is not sent.
  if (!is30) return schema;
  const { type, enum: listed } = rest;
  const isDecided = typeof type !== 'string' || deciding.some((keyword) => rest[keyword] !== undefined);
  const welcome = isDecided ? { nullable } : {};
  return {
    ...rest,
    ...(typeof type === 'string'
      ? { type: [type, 'null'] }
      : Array.isArray(type) && !type.includes('null')
        ? { type: [...(type as unknown[]), 'null'] }
        : {}),
    ...(Array.isArray(listed) && !listed.includes(null) ? { enum: [...(listed as unknown[]), null] } : {}),
    ...welcome,
  };
};
