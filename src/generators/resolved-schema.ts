import type { Contract, Schema } from '../contract/model.ts';
import { isObject, referenceTarget, valueAt } from '../contract/pointer.ts';
import { tellingItems } from '../contract/infer/schema-parts.ts';
import { besideNull } from '../contract/schema/beside-null.ts';

const longestChain = 32;

/**
 * A schema as one object: `$ref` followed, its siblings kept (JSON Schema 2020-12, Core section 8.2.3.1), `allOf` branches merged, and a choice between one
 * schema and null as that schema with the type `null` added. Of several values of a keyword the first is taken, so a value made from the result still has to be judged by the schema itself.
 */
export const resolvedSchema = (document: Contract['document'], schema: Schema): Schema => {
  if (typeof schema === 'boolean') return schema;
  const all = remembered.get(document) ?? new WeakMap<object, Schema>();
  remembered.set(document, all);
  const known = all.get(schema) ?? resolve(document, schema, 0);
  all.set(schema, known);
  return known;
};

/** Resolved schemas are remembered, because the same one is asked for often, and others remember by the identity of the result. */
const remembered = new WeakMap<Contract['document'], WeakMap<object, Schema>>();

const resolve = (document: Contract['document'], schema: Schema, chain: number): Schema => {
  if (typeof schema === 'boolean' || chain > longestChain) return schema;
  const { $ref, allOf, ...rest } = schema;
  const parts: unknown[] = [];
  const nullable = nullableChoice(document, schema, chain);
  const { anyOf: _anyOf, oneOf: _oneOf, ...plain } = rest;
  const own = nullable === undefined ? rest : plain;
  if (nullable !== undefined) parts.push(nullable);
  if (typeof $ref === 'string') parts.push(valueAt(document, referenceTarget($ref)));
  if (Array.isArray(allOf)) parts.push(...allOf);
  if (parts.length === 0) return schema;
  const resolved = parts.map((part) => (isObject(part) || typeof part === 'boolean' ? resolve(document, part, chain + 1) : true));
  return resolved.includes(false) ? false : resolved.reduce<Readonly<Record<string, unknown>>>(overlaid, own);
};

/** Words that may refuse null, or hold another choice. */
const compound = ['$ref', 'anyOf', 'oneOf', 'not', 'if'];

/** What a schema allows beside null, with null; undefined where it is no such choice, or what it allows is a choice itself. */
const nullableChoice = (
  document: Contract['document'],
  schema: Readonly<Record<string, unknown>>,
  chain: number,
): Readonly<Record<string, unknown>> | undefined => {
  const { openapi } = document;
  // OpenAPI 3.0 knows no type `null`, and no lists of types.
  const only = typeof openapi === 'string' && openapi.startsWith('3.0') ? undefined : besideNull(schema);
  const one = only === undefined ? undefined : resolve(document, only, chain + 1);
  if (!isObject(one) || compound.some((word) => word in one)) return undefined;
  const { const: constant, ...others } = one;
  const listed = 'const' in one ? [constant] : Array.isArray(one['enum']) ? (one['enum'] as readonly unknown[]) : undefined;
  const types = typesOf(one);
  return {
    ...others,
    ...(types.length > 0 && { type: [...new Set([...types, 'null'])] }),
    ...(listed && { enum: [...new Set([...listed, null])] }),
  };
};

const overlaid = (over: Readonly<Record<string, unknown>>, under: Schema): Readonly<Record<string, unknown>> => {
  if (typeof under === 'boolean') return over;
  const required = [...listAt(under, 'required'), ...listAt(over, 'required')];
  const properties = together(objectAt(over, 'properties'), objectAt(under, 'properties'));
  return {
    ...under,
    ...over,
    ...(required.length > 0 ? { required: [...new Set(required)] } : {}),
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
  };
};

type Properties = Readonly<Record<string, unknown>>;

/** The members of two parts of one object: a page has a list of anything, and a page of books says what is in it. */
const together = (over: Properties, under: Properties): Properties => {
  const shared = Object.keys(over).filter((name) => Object.hasOwn(under, name));
  return { ...under, ...over, ...Object.fromEntries(shared.map((name) => [name, memberOfBoth(over[name], under[name])])) };
};

/** Words of a schema that do not say which values it has. */
const silent: ReadonlySet<string> = new Set(['description', 'title', 'example', 'examples', 'deprecated']);

/** The schema of a member that two parts describe: that of the first one that says anything, but for items of which only the other one does. */
const memberOfBoth = (over: unknown, under: unknown): unknown => {
  if (over === true || (isObject(over) && Object.keys(over).every((word) => silent.has(word)))) return under;
  if (!isObject(over) || !isObject(under) || !('items' in under) || compound.some((word) => word in over) || 'allOf' in over) return over;
  const described = [over['items'], under['items']].filter((one): one is Schema => isObject(one) || one === true);
  const items = tellingItems(described);
  return items === undefined || items === over['items'] ? over : { ...over, items };
};

const listAt = (schema: Readonly<Record<string, unknown>>, keyword: string): readonly unknown[] => {
  const value = schema[keyword];
  return Array.isArray(value) ? value : [];
};

const objectAt = (schema: Readonly<Record<string, unknown>>, keyword: string): Readonly<Record<string, unknown>> => {
  const value = schema[keyword];
  return isObject(value) ? value : {};
};

/** Types that a schema names; none where it leaves the type open. */
export const typesOf = (schema: Schema): readonly string[] => {
  if (typeof schema === 'boolean') return [];
  const { type } = schema;
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  return types.filter((one): one is string => typeof one === 'string');
};

/**
 * The schema of a list with at least one item, unless it declares a number itself: an empty list cannot be written in a query or a form.
 */
export const withItem = (schema: Schema): Schema =>
  isObject(schema) && typesOf(schema).includes('array') && schema['maxItems'] !== 0 && !((schema['minItems'] as number) > 0)
    ? { ...schema, minItems: 1 }
    : schema;

/** A schema that null does not match where something else does: null is no value that must be unique. */
export const withoutNull = (schema: Schema): Schema => {
  const others = isObject(schema) && Array.isArray(schema['type']) ? schema['type'].filter((type) => type !== 'null') : [];
  return isObject(schema) && others.length > 0 ? { ...schema, type: others } : schema;
};
