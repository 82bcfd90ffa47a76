import type { Contract, Operation } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { samePart, type SchemaNode, schemaNode } from '../contract/schema/tree.ts';
import { nodeOf, type Location } from '../model/location.ts';
import { jsonContent } from '../contract/asked-content.ts';

/** The schema node at which a JSON body is declared to be an object; undefined where it is not. */
export const bodyObject = (contract: Contract, operation: Operation): Location | undefined => {
  const location = jsonContent(operation.body?.content ?? [])?.schemaLocation;
  return location && samePart(schemaNode(contract.document, location)).find((node) => isObjectSchema(contract, node))?.location;
};

const isObjectSchema = ({ document }: Contract, { location }: SchemaNode): boolean => {
  const schema = valueAt(document, nodeOf(location));
  return isObject(schema) && schema['type'] === 'object';
};
