import type { Schema } from '../model.ts';
import { isObject } from '../pointer.ts';
import { isType, membersOf } from './schema-parts.ts';

type Json = Readonly<Record<string, unknown>>;

/** The member in which a resource object holds the members of the resource (JSON:API 1.1, section 7.2); undefined where a schema describes no such object. */
const attributesIn = (document: Json, schema: unknown): Schema | undefined => {
  const members = membersOf(document, schema);
  const attributes = members.get('attributes');
  const isHolder = members.has('type') && members.has('id') && isType(document, attributes, 'object');
  return isHolder && membersOf(document, attributes).size > 0 ? attributes : undefined;
};

/** Does a schema describe a resource object with its members in `attributes`. */
export const holdsAttributes = (document: Json, schema: unknown): boolean => attributesIn(document, schema) !== undefined;

/** The schema of a resource with all its members at the top, also those that a resource object holds in `attributes`. */
export const plainSchema = (document: Json, schema: Schema): Schema => {
  const attributes = attributesIn(document, schema);
  if (attributes === undefined) return schema;
  return { type: 'object', properties: Object.fromEntries([...membersOf(document, attributes), ...membersOf(document, schema)]) };
};

/** A resource with all its members at the top. */
export const plainResource = (resource: Json): Json => {
  const { attributes } = resource;
  return isObject(attributes) ? { ...attributes, ...resource } : resource;
};

/** The linkages of a resource object by the names of its relationships: `{type, id}`, or a list of those (JSON:API 1.1, section 7.4). */
const linkagesIn = (document: Json, schema: unknown): readonly (readonly [string, Schema])[] =>
  [...membersOf(document, membersOf(document, schema).get('relationships'))].flatMap(([name, one]) => {
    const data = membersOf(document, one).get('data');
    return data === undefined ? [] : [[name, data] as const];
  });

/** The members of a resource, of a resource object also those in its `attributes` and what its `relationships` name. */
const withLinkages = (document: Json, schema: Schema | undefined): ReadonlyMap<string, Schema> => {
  const own = membersOf(document, schema);
  const attributes = attributesIn(document, schema);
  return attributes === undefined ? own : new Map([...linkagesIn(document, schema), ...membersOf(document, attributes), ...own]);
};

/** The same of a resource in an answer. */
export const linkedResource = (resource: Json): Json => {
  const { attributes, relationships, type } = resource;
  if (typeof type !== 'string' || !isObject(attributes)) return resource;
  const linkages = Object.entries(isObject(relationships) ? relationships : {}).flatMap(([name, one]) =>
    isObject(one) && 'data' in one ? [[name, one['data']] as const] : [],
  );
  return { ...Object.fromEntries(linkages), ...attributes, ...resource };
};

/** Members beside a resource that are about the answer. */
const aboutAnswer: ReadonlySet<string> = new Set([
  'meta',
  '_meta',
  'metadata',
  'links',
  '_links',
  'jsonapi',
  'request',
  'context',
  'debug',
]);

/**
 * The object that an answer wraps beside nothing but what is about the answer: `data` of `{data, meta}`, where what it holds is not known by an `id`. Undefined where the
 * answer has other members.
 * @param isObjectAt Is a member an object.
 */
export const wrappedName = (names: readonly string[], isObjectAt: (name: string) => boolean): string | undefined => {
  const [only, ...others] = names.filter((name) => !aboutAnswer.has(name));
  return only !== undefined && others.length === 0 && names.length > 1 && names.every(isObjectAt) ? only : undefined;
};

/** The members of a resource in an answer: of the answer itself, or of the only object that it wraps, with what a resource object holds further inside. */
export const resourceMembers = (document: Json, answer: Schema): ReadonlyMap<string, Schema> => {
  const own = membersOf(document, answer);
  const inside = [...own.values()].filter((one) => isType(document, one, 'object') || membersOf(document, one).size > 0);
  // Beside the resource there may be something about the answer: `{data, meta}`.
  const withId = inside.filter((one) => membersOf(document, one).has('id'));
  const wrapped = withId.length === 0 ? wrappedName([...own.keys()], (name) => inside.includes(own.get(name) ?? true)) : undefined;
  const [only] = withId.length === 1 ? withId : inside.length === 1 ? inside : [wrapped === undefined ? undefined : own.get(wrapped)];
  return !own.has('id') && only !== undefined ? withLinkages(document, only) : own;
};
