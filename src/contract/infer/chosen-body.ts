import { nodeOf, type Location } from '../../model/location.ts';
import type { Content, Operation } from '../model.ts';
import { below, isObject, valueAt } from '../pointer.ts';
import { samePart, schemaNode } from '../schema/tree.ts';
import { isJsonPatch, isJsonType } from '../wire/media-type.ts';
import { answerSchema } from './conventions/collection.ts';
import { endsInParameter, isSamePath, pathAbove } from './path-template.ts';
import { membersOf, partsOf } from './schema-parts.ts';

type Json = Readonly<Record<string, unknown>>;

/** Keywords that may stand beside a choice, because they say nothing that its alternatives do not. */
const besideChoice: ReadonlySet<string> = new Set(
  'oneOf anyOf $ref allOf type discriminator title description example examples nullable deprecated externalDocs xml $schema $defs $comment'.split(
    ' ',
  ),
);

const saysMore = (schema: Json): boolean =>
  Object.keys(schema).some((word) => !besideChoice.has(word) && !word.startsWith('x-')) ||
  [schema['type']].flat().some((type) => type !== undefined && type !== 'object');

/** The values that a schema lists by `enum` or `const` in all its parts; undefined where none of them lists any. */
const listedIn = (document: Json, schema: unknown): readonly unknown[] | undefined => {
  const lists = partsOf(document, schema).flatMap((part): (readonly unknown[])[] => [
    ...(Array.isArray(part['enum']) ? [part['enum']] : []),
    ...('const' in part ? [[part['const']]] : []),
  ]);
  const [first, ...others] = lists;
  return first?.filter((value) => others.every((one) => one.includes(value)));
};

const requiredIn = (document: Json, schema: unknown): readonly unknown[] =>
  partsOf(document, schema).flatMap(({ required }): readonly unknown[] => (Array.isArray(required) ? required : []));

/** The values of a required member by which an alternative is told; undefined where it lists none. */
const valuesOf = (document: Json, alternative: unknown, name: string): readonly unknown[] | undefined => {
  const listed = listedIn(document, membersIn(document, alternative, name));
  return listed !== undefined && listed.length > 0 && requiredIn(document, alternative).includes(name) ? listed : undefined;
};

/** What all parts of a schema say of a member, as one schema. */
const membersIn = (document: Json, schema: unknown, name: string): Json => ({
  allOf: partsOf(document, schema).flatMap(({ properties }) => (isObject(properties) && name in properties ? [properties[name]] : [])),
});

/** The member whose value tells which of several alternatives a value is of: each requires it, and no two list the same value. */
const tellingMember = (document: Json, alternatives: readonly unknown[]): string | undefined =>
  [...membersOf(document, alternatives[0]).keys()].find((name) => {
    const values = alternatives.map((one) => valuesOf(document, one, name));
    const all = values.flatMap((one) => one ?? []);
    return values.every((one) => one !== undefined) && new Set(all).size === all.length;
  });

/** The values that a media type and its schema show as examples. */
const examplesAt = (document: Json, { location, schema }: Content): readonly unknown[] => {
  const media = valueAt(document, nodeOf(location));
  const { example, examples }: Json = isObject(media) ? media : {};
  const named = isObject(examples) ? Object.values(examples).map((one) => (isObject(one) ? one['value'] : undefined)) : [];
  const own = partsOf(document, schema).flatMap((part): readonly unknown[] => [
    part['example'],
    ...(Array.isArray(part['examples']) ? part['examples'] : []),
  ]);
  return [example, ...named, ...own];
};

/** A choice in a schema, with the places of its alternatives and the number of the one that the first example is of, else of the first one. */
type Choice = { readonly places: readonly Location[]; readonly chosen: number };

/** The choice that a schema is; undefined where it says more, or where no member tells the alternatives apart. */
const choiceAt = (document: Json, content: Content, location: Location): Choice | undefined => {
  const nodes = samePart(schemaNode(document, location));
  const choices = nodes.flatMap((node) => {
    const schema = objectAt(document, node.location);
    return (['oneOf', 'anyOf'] as const).flatMap((word) => {
      const alternatives = schema[word];
      return Array.isArray(alternatives) ? [{ at: node.location, word, alternatives: alternatives as readonly unknown[] }] : [];
    });
  });
  const [choice] = choices;
  if (choices.length !== 1 || choice === undefined || choice.alternatives.length < 2) return undefined;
  if (nodes.some((node) => saysMore(objectAt(document, node.location)))) return undefined;
  const { at, word, alternatives } = choice;
  const telling = tellingMember(document, alternatives);
  if (telling === undefined) return undefined;
  const shown = examplesAt(document, content).find((one) => isObject(one) && telling in one);
  const told = isObject(shown) ? shown[telling] : undefined;
  const wanted = alternatives.findIndex((one) => valuesOf(document, one, telling)?.includes(told) === true);
  return {
    places: alternatives.map((_, n) => ({ ...at, way: [...at.way, below(nodeOf(at), word, n)] })),
    chosen: Math.max(0, wanted),
  };
};

const objectAt = (document: Json, location: Location): Json => {
  const schema = valueAt(document, nodeOf(location));
  return isObject(schema) ? schema : {};
};

/** A body in one media type for each alternative of the choice that it is, the chosen one first; the body itself where it is none. */
const alternativesIn = (document: Json, content: Content): readonly Content[] => {
  const { schema, schemaLocation, mediaType } = content;
  const isPlain = isJsonType(mediaType) && !isJsonPatch(mediaType);
  if (!isPlain || !schemaLocation || schema === undefined) return [content];
  const choice = choiceAt(document, content, schemaLocation);
  if (choice === undefined) return [content];
  const { places, chosen } = choice;
  const inOrder = [...places.slice(chosen, chosen + 1), ...places.slice(0, chosen), ...places.slice(chosen + 1)];
  return inOrder.map((location) => ({
    ...content,
    schema: objectAt(document, location),
    schemaLocation: location,
    choice: { schema, schemaLocation },
  }));
};

/** A body as the document describes it: with all alternatives of a choice. */
export const withAlternatives = (content: Content): Content => (content.choice === undefined ? content : { ...content, ...content.choice });

/**
 * An operation whose body is a choice between objects (`oneOf`, `anyOf`; OpenAPI 3.1.1, sections 4.8.25.1 and 4.8.24), with the body of one alternative, so that its
 * members are found as those of any other body. A choice whose alternatives are not told apart by the listed values of a required member stays as it is,
 * because a body of one alternative might be of another one, too.
 */
export const withChosenBody = (document: Json, operation: Operation): Operation => {
  const { body } = operation;
  const content = body?.content.map((one) => alternativesIn(document, one)[0] ?? one);
  return body && content?.some(({ choice }) => choice !== undefined) ? { ...operation, body: { ...body, content } } : operation;
};

/** The values by which the chosen alternative of a body is told, and the names of members that only its other alternatives have. */
const kindOf = (document: Json, content: Content) => {
  const alternatives = alternativesIn(document, withAlternatives(content)).map(({ schema }) => schema);
  const telling = tellingMember(document, alternatives);
  const own = membersOf(document, content.schema);
  const all = alternatives.flatMap((one) => [...membersOf(document, one).keys()]);
  return {
    telling,
    values: telling === undefined ? [] : (valuesOf(document, content.schema, telling) ?? []),
    others: new Set(all.filter((name) => !own.has(name))),
  };
};

const referenceOf = (operation: Operation): unknown => {
  const schema = answerSchema(operation);
  return isObject(schema) ? schema['$ref'] : undefined;
};

/** Does a change have the path of one that a creation adds, or the same described answer. */
const isChangeOf = (create: Operation, { method, path, ...change }: Operation): boolean =>
  ['PATCH', 'PUT'].includes(method) &&
  endsInParameter(path) &&
  (isSamePath(pathAbove(path), create.path) ||
    (referenceOf(create) !== undefined && referenceOf(create) === referenceOf({ method, path, ...change })));

const asKindOf = (document: Json, made: Content, content: Content): Content => {
  const { telling, values, others: ofOthers } = kindOf(document, made);
  if (content.choice === undefined) return { ...content, ofOtherKinds: ofOthers };
  const same = alternativesIn(document, withAlternatives(content)).find(
    ({ schema }) => telling !== undefined && valuesOf(document, schema, telling)?.some((value) => values.includes(value)),
  );
  return same ?? content;
};

/** The same operations, of which those that change what another one creates from a choice are about the kind that is created. */
export const withSameKinds = (document: Json, operations: readonly Operation[]): readonly Operation[] => {
  const creations = operations.filter(({ method, body }) => method === 'POST' && body?.content.some(({ choice }) => choice !== undefined));
  if (creations.length === 0) return operations;
  return operations.map((operation) => {
    const { body } = operation;
    const made = creations.find((one) => isChangeOf(one, operation))?.body?.content.find(({ choice }) => choice !== undefined);
    return body && made
      ? { ...operation, body: { ...body, content: body.content.map((one) => asKindOf(document, made, one)) } }
      : operation;
  });
};

const others = new WeakMap<Operation, readonly Operation[]>();

/** The same operation with the body of each other alternative; none where its body is no choice. */
export const withOtherBodies = (document: Json, operation: Operation): readonly Operation[] => {
  const { body } = operation;
  const [content] = body?.content ?? [];
  if (!body || content?.choice === undefined || body.content.length > 1) return [];
  const known =
    others.get(operation) ??
    alternativesIn(document, withAlternatives(content))
      .slice(1)
      .map((one) => ({ ...operation, body: { ...body, content: [one] } }));
  others.set(operation, known);
  return known;
};
