import type { PropertyConventions } from '../contract/conventions.ts';
import type { Contract, Operation, Schema } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { samePart, schemaNode } from '../contract/schema/tree.ts';
import { nodeOf, type Location } from '../model/location.ts';
import { jsonContent } from './json-content.ts';
import { resolvedSchema } from './resolved-schema.ts';
import { isHidden } from './values/hidden.ts';

/** A member that the body of an operation declares at its top level. */
export type BodyMember = {
  readonly name: string;
  readonly required: boolean;
  /** The property's schema node. */
  readonly location: Location;
  /** With `$ref` and `allOf` resolved. */
  readonly schema: Schema;
  readonly conventions: PropertyConventions;
};

/**
 * Members of the JSON body of an operation in the order of the document, including those from `$ref` and `allOf`, without `readOnly` ones.
 * None where the operation takes no JSON object.
 */
export const bodyMembers = (contract: Contract, operation: Operation): readonly BodyMember[] => {
  const known = remembered.get(contract) ?? new WeakMap<Operation, readonly BodyMember[]>();
  remembered.set(contract, known);
  const members = known.get(operation) ?? findMembers(contract, operation);
  known.set(operation, members);
  return members;
};

const remembered = new WeakMap<Contract, WeakMap<Operation, readonly BodyMember[]>>();

const findMembers = (contract: Contract, operation: Operation): BodyMember[] => {
  const location = jsonContent(operation.body?.content ?? [])?.schemaLocation;
  return location ? membersAt(contract, location) : [];
};

/** Members that the schema at a location declares, without those that only responses have (`readOnly`). */
export const membersAt = (contract: Contract, location: Location): BodyMember[] => {
  const nodes = samePart(schemaNode(contract.document, location));
  const required = new Set(nodes.flatMap((node) => node.required));
  const members = new Map<string, BodyMember>();
  for (const [name, node] of nodes.flatMap(({ properties }) => Array.from(properties))) {
    if (members.has(name)) continue;
    const written = valueAt(contract.document, nodeOf(node.location));
    const schema = resolvedSchema(contract.document, isObject(written) ? written : true);
    if (isHidden(contract.document, 'request', schema)) continue;
    members.set(name, { name, required: required.has(name), location: node.location, schema, conventions: conventionsOf(schema) });
  }
  return [...members.values()];
};

/** `x-assay` of a schema; its form has been validated before. */
export const conventionsOf = (schema: Schema): PropertyConventions => {
  const words = typeof schema === 'boolean' ? undefined : schema['x-assay'];
  return isObject(words) ? words : {};
};
