import type { Contract, Operation } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { type SchemaNode, schemaNode } from '../contract/schema/tree.ts';
import { nodeOf, type Place } from '../model/place.ts';
import { jsonContent } from './json-content.ts';

/** Where the schema of a JSON body says that it is an object; undefined where it does not. */
export const bodyObject = (contract: Contract, operation: Operation): Place | undefined => {
  const place = jsonContent(operation.body?.content ?? [])?.schemaPlace;
  return place && samePart(schemaNode(contract.document, place)).find((node) => isObjectSchema(contract, node))?.place;
};

const isObjectSchema = ({ document }: Contract, { place }: SchemaNode): boolean => {
  const schema = valueAt(document, nodeOf(place));
  return isObject(schema) && schema['type'] === 'object';
};

/** The nodes that speak of the same value: the node, what it refers to, and its `allOf` branches. */
export const samePart = (node: SchemaNode): SchemaNode[] => [
  node,
  ...(node.referenced ? samePart(node.referenced) : []),
  ...node.branches.flatMap(samePart),
];
