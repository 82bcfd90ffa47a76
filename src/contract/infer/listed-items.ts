import type { Operation, Schema } from '../model.ts';
import { isObject } from '../pointer.ts';
import { isJsonPatch } from '../wire/media-type.ts';
import { alternativesOf, isType, itemsOf, membersOf, partsOf } from './schema-parts.ts';

type Json = Readonly<Record<string, unknown>>;

const isPlainObject = (document: Json, schema: unknown): boolean =>
  isType(document, schema, 'object') || partsOf(document, schema).some((part) => isObject(part['properties']));

/** Does a schema describe an object, or nothing but a choice between objects. */
const isOfObjects = (document: Json, schema: unknown): boolean => {
  const [, ...choices] = alternativesOf(document, schema);
  return isPlainObject(document, schema) || (choices.length > 0 && choices.every((one) => isPlainObject(document, one)));
};

export const isListOfObjects = (document: Json, schema: unknown): boolean =>
  isType(document, schema, 'array') && partsOf(document, schema).some(({ items }) => isOfObjects(document, items));

/** Whether a schema describes a list: an array, or an object that holds an array of objects. */
const isListed = (document: Json, schema: Schema | undefined): boolean =>
  isType(document, schema, 'array') ||
  partsOf(document, schema).some(
    ({ properties }) => isObject(properties) && Object.values(properties).some((one) => isListOfObjects(document, one)),
  );

/** Whether an operation is a GET whose documented answer is a list. */
export const readsList = (document: Json, { method, responses }: Operation): boolean =>
  method === 'GET' &&
  responses.some(({ status, content }) => status.startsWith('2') && content.some(({ schema }) => isListed(document, schema)));

/** Whether a schema lists its values, by `enum` or `const`. */
export const isLimited = (document: Json, schema: Schema | undefined): boolean =>
  partsOf(document, schema).some((part) => part['enum'] !== undefined || part['const'] !== undefined);

/** Whether a body has a member of that name that takes any text. */
export const bringsText = (document: Json, schema: Schema | undefined, name: string): boolean =>
  partsOf(document, schema).some(({ properties }) => {
    const member = isObject(properties) ? (properties[name] as Schema | undefined) : undefined;
    return isType(document, member, 'string') && !isLimited(document, member);
  });

/** The members that an entry of a list cannot do without. */
const neededIn = (document: Json, entry: Schema | undefined): readonly string[] => [
  ...new Set(partsOf(document, entry).flatMap(({ required }) => (Array.isArray(required) ? (required as string[]) : []))),
];

/**
 * The list of entries in a JSON body of which each needs two members at least, so that it names something and says what is to be done with it. Nothing stands beside the list but
 * flags. Undefined where there is none.
 */
export const entriesOfBody = (
  document: Json,
  { body }: Pick<Operation, 'body'>,
): { readonly name: string | undefined; readonly needed: readonly string[] } | undefined => {
  const [content, ...others] = body?.content ?? [];
  if (content === undefined || others.length > 0 || isJsonPatch(content.mediaType)) return undefined;
  const listOf = (name: string | undefined, schema: unknown) => {
    const needed = neededIn(document, itemsOf(document, schema));
    return isListOfObjects(document, schema) && needed.length > 1 ? { name, needed } : undefined;
  };
  if (isType(document, content.schema, 'array')) return listOf(undefined, content.schema);
  const members = [...membersOf(document, content.schema)];
  const [[name, schema] = [], ...more] = members.filter(([, member]) => !isType(document, member, 'boolean'));
  const isNeeded = name !== undefined && neededIn(document, content.schema).includes(name);
  return isNeeded && more.length === 0 ? listOf(name, schema) : undefined;
};

/** Whether a body brings no entry of such a list that lacks one of the members that it needs. */
export const bringsWholeEntries = (document: Json, operation: Pick<Operation, 'body'>, value: unknown): boolean => {
  const entries = entriesOfBody(document, operation);
  const list = entries?.name === undefined ? value : isObject(value) ? value[entries.name] : undefined;
  return (
    entries !== undefined &&
    (!Array.isArray(list) ||
      (list as readonly unknown[]).every((one) => isObject(one) && entries.needed.every((name) => Object.hasOwn(one, name))))
  );
};

/** Whether the request body is an array, and so is about many resources at once. A JSON Patch is an array of changes of one (RFC 6902). */
export const takesMany = (document: Json, { body }: Operation): boolean =>
  body?.content.some(({ mediaType, schema }) => !isJsonPatch(mediaType) && isType(document, schema, 'array')) ?? false;
