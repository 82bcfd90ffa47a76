import { descriptionsIn, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import { answersByEntry } from './answers-by-entry.ts';

/** An object in a body, or the entries of a list there. */
export type BodyPlace = {
  /** The member of the body that holds it; undefined for the body itself. */
  readonly inside: string | undefined;
  /** The members of that object with their schemas. */
  readonly members: ReadonlyMap<string, Schema>;
  /** The schema of that object. */
  readonly schema: Schema;
  readonly texts: readonly string[];
};

/**
 * The objects that members of a body are, or that stand in their lists. Not the entries of an operation that answers for each by itself: what is wrong with one is told inside a
 * success.
 */
export const innerPlaces = (contract: Contract, operation: Operation): readonly BodyPlace[] => {
  const { document } = contract;
  const isByEntry = answersByEntry(contract, operation);
  return bodyMembers(contract, operation)
    .filter(({ schema }) => !isByEntry || itemsOf(document, schema) === undefined)
    .map(({ name, schema }) => ({ name, texts: descriptionsIn(document, schema), held: itemsOf(document, schema) ?? schema }))
    .filter(({ held }) => typesOf(resolvedSchema(document, held)).includes('object'))
    .map(({ name, texts, held }) => ({
      inside: name,
      members: new Map([...membersOf(document, held)].map(([key, one]) => [key, resolvedSchema(document, one)])),
      schema: resolvedSchema(document, held),
      texts,
    }));
};

/** The alternatives of a choice between objects; none of a schema that leaves no choice. */
const alternativesOf = (document: Contract['document'], schema: Schema): readonly Schema[] =>
  partsOf(document, schema)
    .flatMap(({ oneOf, anyOf }) => [oneOf, anyOf])
    .flatMap((choice): readonly unknown[] => (Array.isArray(choice) ? choice : []))
    .filter(isObject)
    .map((one) => resolvedSchema(document, one))
    .filter((one) => typesOf(one).includes('object') && membersOf(document, one).size > 0);

/** The alternatives of objects that members of a body are, or that stand in their lists: each with what is said of it alone. */
export const alternativePlaces = (contract: Contract, operation: Operation): readonly BodyPlace[] => {
  const { document } = contract;
  const isByEntry = answersByEntry(contract, operation);
  return bodyMembers(contract, operation)
    .filter(({ schema }) => !isByEntry || itemsOf(document, schema) === undefined)
    .flatMap(({ name, schema }) =>
      alternativesOf(document, itemsOf(document, schema) ?? schema).map((one) => ({
        inside: name,
        members: new Map([...membersOf(document, one)].map(([key, member]) => [key, resolvedSchema(document, member)])),
        schema: one,
        texts: descriptionsIn(document, one),
      })),
    );
};

/** Members at the top of a body, and those of the objects among them, `price/least` for `least` of `price`. */
export const withInner = (document: Contract['document'], members: ReadonlyMap<string, Schema>): ReadonlyMap<string, Schema> =>
  new Map([
    ...members,
    ...[...members].flatMap(([name, schema]) =>
      typesOf(resolvedSchema(document, schema)).includes('object') && !name.includes('/')
        ? [...membersOf(document, schema)].flatMap(([inner, one]): (readonly [string, Schema])[] =>
            inner.includes('/') ? [] : [[`${name}/${inner}`, resolvedSchema(document, one)]],
          )
        : [],
    ),
  ]);

type Values = Readonly<Record<string, unknown>>;

/** The values of an object, with those of one member of an object in it beside them; undefined where it has no such object. */
export const withInnerValue = (value: Values, name: string): Values | undefined => {
  const [outer = '', inner] = name.split('/');
  if (inner === undefined) return value;
  const held = value[outer];
  return isObject(held) ? { ...value, ...(held[inner] === undefined ? {} : { [name]: held[inner] }) } : undefined;
};

/** The same values with that one where it belongs. */
export const putBack = (value: Values, name: string): Values => {
  const [outer = '', inner] = name.split('/');
  if (inner === undefined || !(name in value)) return value;
  const { [name]: set, ...rest } = value;
  const held = rest[outer];
  return { ...rest, [outer]: { ...(isObject(held) ? held : {}), [inner]: set } };
};

/** The value that stands at a place of a body: the object itself, or the first entry of its list; undefined where there is none. */
export const usualAt = (
  { inside }: Pick<BodyPlace, 'inside'>,
  body: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined => {
  const held = inside === undefined ? body : body[inside];
  const usual: unknown = Array.isArray(held) ? held[0] : held;
  return isObject(usual) ? usual : undefined;
};

/** A body with another object at a place; in a list it stands behind the right entries, without which the list may break another rule. */
export const withObjectAt = (
  { inside }: Pick<BodyPlace, 'inside'>,
  body: Readonly<Record<string, unknown>>,
  object: unknown,
  isList: boolean,
): unknown => {
  if (inside === undefined) return object;
  const held = body[inside];
  return { ...body, [inside]: isList ? [...(Array.isArray(held) ? (held as unknown[]) : []), object] : object };
};
