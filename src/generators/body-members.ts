import type { PropertyConventions } from '../contract/conventions.ts';
import type { Contract, Operation, Schema } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { samePart, schemaNode } from '../contract/schema/tree.ts';
import { nodeOf, type Location } from '../model/location.ts';
import { rememberedByPair } from '../model/remembered.ts';
import { essenceOf } from '../contract/wire/media-type.ts';
import { isBinary } from './files.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';
import { isHidden } from './values/hidden.ts';
import { askedContent } from '../contract/asked-content.ts';

/** A member that the body of an operation declares at its top level. */
export type BodyMember = {
  readonly name: string;
  readonly required: boolean;
  /** The property's schema node. */
  readonly location: Location;
  /** With `$ref` and `allOf` resolved. */
  readonly schema: Schema;
  readonly conventions: PropertyConventions;
  /** In a form, where each value is a text, so that none is of another type than a text. */
  readonly inForm?: true;
};

const findMembers = (contract: Contract, operation: Operation): readonly BodyMember[] => {
  const { schemaLocation, ofOtherKinds, form } = askedContent(operation.body) ?? {};
  const found = schemaLocation ? membersAt(contract, schemaLocation) : [];
  const members = form === undefined ? found : found.map((member) => ({ ...member, inForm: true as const }));
  return ofOtherKinds === undefined ? members : members.filter(({ name }) => !ofOtherKinds.has(name));
};

/**
 * Members of the JSON body of an operation, or of its form, in the order of the document, including those from `$ref` and `allOf`, without `readOnly` ones. Of a choice between
 * objects, those of the chosen alternative.
 * None where the operation takes neither.
 */
export const bodyMembers = rememberedByPair(findMembers);

/**
 * Members of the form of an operation that are written as plain texts, beside its files; none where it takes no form.
 */
export const formMembers = (contract: Contract, operation: Operation): readonly BodyMember[] => {
  const form = operation.body?.content.find(({ mediaType }) => essenceOf(mediaType) === 'multipart/form-data');
  if (form?.schemaLocation === undefined) return [];
  return membersAt(contract, form.schemaLocation).filter(({ schema }) => {
    const types = typesOf(schema);
    return types.length > 0 && !types.includes('array') && !types.includes('object') && !types.includes('null') && !isBinary(schema);
  });
};

const findMembersAt = (contract: Contract, location: Location): readonly BodyMember[] => {
  const nodes = samePart(schemaNode(contract.document, location));
  const required = new Set(nodes.flatMap((node) => node.required));
  const members = new Map<string, BodyMember>();
  for (const [name, node] of nodes.flatMap(({ properties }) => Array.from(properties))) {
    const written = valueAt(contract.document, nodeOf(node.location));
    const schema = resolvedSchema(contract.document, isObject(written) ? written : true);
    const known = members.get(name);
    if (known) {
      members.set(name, { ...known, schema: withFewerValues(known.schema, schema) });
      continue;
    }
    if (isHidden(contract.document, 'request', schema)) continue;
    members.set(name, { name, required: required.has(name), location: node.location, schema, conventions: conventionsOf(schema) });
  }
  return [...members.values()];
};

/** Members that the schema at a location declares, without those that only responses have (`readOnly`). Every body of an operation asks for them several times. */
export const membersAt = rememberedByPair(findMembersAt);

const listedIn = (schema: Schema): readonly unknown[] | undefined => {
  if (!isObject(schema)) return undefined;
  if ('const' in schema) return [schema['const']];
  return Array.isArray(schema['enum']) ? schema['enum'] : undefined;
};

/** A schema with only those listed values that another part of the body lists for the same member, too: an alternative names its kind so. */
const withFewerValues = (schema: Schema, other: Schema): Schema => {
  const [own, also] = [listedIn(schema), listedIn(other)];
  if (also === undefined || typeof schema === 'boolean') return schema;
  const both = own === undefined ? also : own.filter((value) => also.includes(value));
  return both.length === own?.length ? schema : { ...schema, enum: both };
};

/** `x-assay` of a schema; its form has been validated before. */
export const conventionsOf = (schema: Schema): PropertyConventions => {
  const words = typeof schema === 'boolean' ? undefined : schema['x-assay'];
  return isObject(words) ? words : {};
};
