import { nodeOf, type Location } from '../../model/location.ts';
import type { Body, Content, Operation } from '../model.ts';
import { below, isObject, valueAt } from '../pointer.ts';
import { samePart, schemaNode } from '../schema/tree.ts';
import { segmentsOf } from './path-template.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';
import { isJsonPatch, isJsonType } from '../wire/media-type.ts';

type Json = Readonly<Record<string, unknown>>;

/** The members that a schema describes by itself, by what it refers to, and by the branches of its `allOf`. */
const membersAt = (document: Json, location: Location): ReadonlyMap<string, Location> =>
  new Map(
    samePart(schemaNode(document, location)).flatMap(({ properties }) =>
      Array.from(properties, ([name, node]) => [name, node.location] as const),
    ),
  );

/** The types that the parts of a schema name. */
const typesAt = (document: Json, location: Location): readonly unknown[] =>
  samePart(schemaNode(document, location)).flatMap((node) => {
    const schema = valueAt(document, nodeOf(node.location));
    return isObject(schema) ? [schema['type']].flat() : [];
  });

/** Is a member an object with members of its own, and nothing else. */
const isHolder = (document: Json, location: Location): boolean => {
  const types = typesAt(document, location).filter((type) => type !== undefined);
  return types.every((type) => type === 'object') && membersAt(document, location).size > 0;
};

/** Names of members that say nothing of what they hold. */
const plainNames: ReadonlySet<string> = new Set(
  'data attributes payload resource item object entity record body request input params values fields'.split(' '),
);

const inOneNoun = (text: string): string => wordsOf(text).map(singular).join('');

/** Is a member named after what the path of an operation is about, or after nothing: another one, such as an `address`, is a part of the body. */
const isNamedSo = (path: string, name: string): boolean =>
  plainNames.has(name.toLowerCase()) || segmentsOf(path).some((one) => 'literal' in one && inOneNoun(one.literal) === inOneNoun(name));

/**
 * Where a body holds in one member what it is about, such as `{"article": {…}}` at `/articles`; or in the `data.attributes` of a resource object (JSON:API 1.1,
 * section 7.2). Undefined where it holds nothing so.
 */
const heldAt = (document: Json, path: string, location: Location): { readonly inside: string; readonly location: Location } | undefined => {
  const members = membersAt(document, location);
  const [[name, held] = []] = members;
  if (members.size !== 1 || name === undefined || held === undefined) return undefined;
  if (!isNamedSo(path, name) || !isHolder(document, held)) return undefined;
  const resource = membersAt(document, held);
  const attributes = resource.has('type') ? resource.get('attributes') : undefined;
  return attributes !== undefined && isHolder(document, attributes)
    ? { inside: below('', name, 'attributes'), location: attributes }
    : { inside: below('', name), location: held };
};

const heldIn = (document: Json, path: string, content: Content): Content => {
  const { schemaLocation, mediaType } = content;
  const isPlain = isJsonType(mediaType) && !isJsonPatch(mediaType);
  const held = isPlain && schemaLocation ? heldAt(document, path, schemaLocation) : undefined;
  const schema = held && valueAt(document, nodeOf(held.location));
  return held && isObject(schema) ? { ...content, schema, schemaLocation: held.location, inside: held.inside } : content;
};

/** An operation whose body is what the described one holds in a member, so that its members are found as those of any other body. */
export const withHeldBody = (document: Json, operation: Operation): Operation => {
  const { body } = operation;
  const content = body?.content.map((one) => heldIn(document, operation.path, one));
  return body && content?.some(({ inside }) => inside !== undefined)
    ? { ...operation, body: { ...body, content, whole: body } }
    : operation;
};

const known = new WeakMap<Operation, Operation>();

/** An operation with its body as the document describes it. */
export const asDescribed = (operation: Operation): Operation => {
  const whole: Body | undefined = operation.body?.whole;
  if (whole === undefined) return operation;
  const before = known.get(operation) ?? { ...operation, body: whole };
  known.set(operation, before);
  return before;
};
