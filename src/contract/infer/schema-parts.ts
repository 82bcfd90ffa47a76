import { isDeepStrictEqual } from 'node:util';
import { rememberedByPair } from '../../model/remembered.ts';
import type { Schema } from '../model.ts';
import { isObject, referenceTarget, valueAt } from '../pointer.ts';
import { besideNull } from '../schema/beside-null.ts';

type Json = Readonly<Record<string, unknown>>;

/** More references in a row than this lead in a circle. */
const mostSteps = 16;

const partsFrom = (document: Json, schema: unknown, step: number): readonly Json[] => {
  if (!isObject(schema) || step > mostSteps) return [];
  const { $ref, allOf } = schema;
  const only = besideNull(schema);
  return [
    schema,
    ...(only === undefined ? [] : partsFrom(document, only, step + 1)),
    ...(typeof $ref === 'string' ? partsFrom(document, valueAt(document, referenceTarget($ref)), step + 1) : []),
    ...(Array.isArray(allOf) ? allOf.flatMap((one: unknown) => partsFrom(document, one, step + 1)) : []),
  ];
};

const knownParts = rememberedByPair((document: Json, schema: Json) => partsFrom(document, schema, 0));

/** A schema with its references followed, of `allOf` all parts, and of a choice between one schema and null that schema. */
export const partsOf = (document: Json, schema: unknown): readonly Json[] => (isObject(schema) ? knownParts(document, schema) : []);

const knownTypes = rememberedByPair(
  (document: Json, schema: Json): ReadonlySet<unknown> => new Set(partsOf(document, schema).flatMap(({ type }) => [type].flat())),
);

/** Does a schema allow a JSON type, as its `type` says it. */
export const isType = (document: Json, schema: unknown, type: string): boolean =>
  isObject(schema) && knownTypes(document, schema).has(type);

/** A schema that says what both say, or the one that says more. */
const together = (known: Schema | undefined, other: Schema): Schema => {
  if (known === undefined || known === true || known === other) return other;
  if (!isObject(known) || !isObject(other) || Object.entries(other).every(([word, value]) => known[word] === value)) return known;
  return { allOf: [known, other] };
};

/** A schema that says what one of two says. */
const either = (known: Schema | undefined, other: Schema): Schema =>
  known === undefined || known === other || isDeepStrictEqual(known, other) ? other : { anyOf: [known, other] };

/** The alternatives of the choices in a part of a schema. */
const choicesIn = ({ oneOf, anyOf }: Json): readonly unknown[] =>
  [oneOf, anyOf].flatMap((choices): readonly unknown[] => (Array.isArray(choices) ? choices : []));

const propertiesIn = (parts: readonly Json[]): Map<string, Schema> => {
  const found = new Map<string, Schema>();
  for (const { properties } of parts) {
    if (!isObject(properties)) continue;
    for (const [name, member] of Object.entries(properties))
      if (isObject(member) || typeof member === 'boolean') found.set(name, together(found.get(name), member));
  }
  return found;
};

const findMembers = (document: Json, schema: object): ReadonlyMap<string, Schema> => {
  const parts = partsOf(document, schema);
  const found = propertiesIn(parts);
  const chosen = new Map<string, Schema>();
  for (const alternative of parts.flatMap(choicesIn))
    for (const [name, member] of propertiesIn(partsOf(document, alternative))) chosen.set(name, either(chosen.get(name), member));
  for (const [name, member] of chosen) if (!found.has(name)) found.set(name, member);
  return found;
};

const knownMembers = rememberedByPair(findMembers);

/**
 * The members that a schema describes, by name. Of one that several parts describe, each counts: a page may say that `data` is an array, and a list of pets
 * what its items are. Of a choice (`oneOf`, `anyOf`), those of all alternatives.
 */
export const membersOf = (document: Json, schema: unknown): ReadonlyMap<string, Schema> =>
  isObject(schema) ? knownMembers(document, schema) : new Map();

/** A schema, and of a choice (`oneOf`, `anyOf`) in it each alternative. */
export const alternativesOf = (document: Json, schema: unknown): readonly unknown[] => [
  schema,
  ...partsOf(document, schema).flatMap(choicesIn),
];

/** What a schema, and the schemas that it is joined of, say in their descriptions. */
export const descriptionsIn = (document: Json, schema: unknown): readonly string[] =>
  partsOf(document, schema).flatMap(({ description }) => (typeof description === 'string' ? [description] : []));

const saysNothing = (schema: Schema): boolean => schema === true || (isObject(schema) && Object.keys(schema).length === 0);

/** Words of a schema that do not say what one thing of its type has. */
const general: ReadonlySet<string> = new Set(['type', 'description', 'title', 'nullable', 'additionalProperties']);

/** Does a schema say no more of an object than that it is one. */
const saysObjectAlone = (schema: Schema): boolean =>
  isObject(schema) && [schema['type']].flat().includes('object') && Object.keys(schema).every((word) => general.has(word));

/**
 * Of several schemas of the items of one array the first that says anything of them: a page may hold items of any kind (`{}`), or objects of any kind (`{type: object}`).
 * Undefined where there is none.
 */
export const tellingItems = (described: readonly Schema[]): Schema | undefined => {
  const telling = described.filter((items) => !saysNothing(items));
  return telling.find((items) => !saysObjectAlone(items)) ?? telling[0] ?? described[0];
};

/** The schema of the items of an array, of several parts that of {@link tellingItems}. Undefined where none is described. */
export const itemsOf = (document: Json, schema: unknown): Schema | undefined =>
  tellingItems(
    partsOf(document, schema)
      .map(({ items }) => items)
      .filter((items): items is Schema => isObject(items) || items === true),
  );
