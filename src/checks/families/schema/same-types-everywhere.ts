import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { parseExpression } from '../../../contract/expression.ts';
import { itemsOf } from '../../../contract/held.ts';
import type { Contract, ResourceType } from '../../../contract/model.ts';
import { isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import { schemaBreaches } from '../../../contract/schema/evaluate.ts';
import { type SchemaNode, schemaNode } from '../../../contract/schema/tree.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Location } from '../../../model/location.ts';
import { rememberedByPair } from '../../../model/remembered.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { idParameterOf } from '../../subjects/resources.ts';
import { heldWith, idLocationOf, idText, printedResource, type Resource } from '../../subjects/shown-resource.ts';
import { jsonContent } from '../../../contract/asked-content.ts';

/** The schema of the resource in the answer to its creation; undefined where that is not documented. */
const createdSchema = rememberedByPair((contract: Contract, { create, convention }: ResourceType): Location | undefined => {
  const response = create?.responses.find(({ status, content }) => status.startsWith('2') && jsonContent(content)?.schemaLocation);
  const root = response && jsonContent(response.content)?.schemaLocation;
  if (!root) return undefined;
  const parsed = convention.shown?.create === undefined ? undefined : parseExpression(convention.shown.create);
  const path = parsed?.from === 'response-body' ? tokensOf(parsed.pointer) : [];
  let nodes: SchemaNode[] = [schemaNode(contract.document, root)];
  for (const name of path) {
    nodes = withSame(nodes).flatMap((node) => node.properties.get(name) ?? []);
  }
  return nodes[0]?.location;
});

const withSame = (nodes: readonly SchemaNode[]): SchemaNode[] =>
  nodes.flatMap((node) => [node, ...withSame([...(node.referenced ? [node.referenced] : []), ...node.branches])]);

export const sameTypesEverywhere = defineObservation({
  id: 'schema/same-types-everywhere',
  title: 'A member of the answer to a creation has the same JSON type wherever the resource is shown',
  why: 'A client has one type for a resource; where a member is a text in one answer and an object in another, reading it fails.',
  fix: 'Write a resource with the same code in every answer.',
  locations: (contract) =>
    contract.resourceTypes.flatMap((resourceType) => {
      const operation = resourceType.read ?? resourceType.collection?.operation;
      return operation && createdSchema(contract, resourceType) ? [operation.location] : [];
    }),
  observe: (exchange, contract) =>
    contract.resourceTypes.flatMap((resourceType): Observed[] => {
      const location = (resourceType.read ?? resourceType.collection?.operation)?.location;
      const schema = location && isSuccess(exchange) ? createdSchema(contract, resourceType) : undefined;
      if (!location || !schema) return [];
      const resources = resourcesIn(resourceType, exchange);
      return resources.map(({ resource, at }): Observed => {
        const breach = schemaBreaches(contract, schema, resource).find(({ keyword }) => keyword === 'type');
        if (!breach) return { location, holds: true };
        const { expected, actual, instancePath } = breach;
        return { location, holds: false, code: 'other-type', where: `${at}${instancePath}`, expected, actual };
      });
    }),
});

/** The resources that the answer to a read, an update or a list shows. */
const resourcesIn = (resourceType: ResourceType, exchange: Exchange): { readonly resource: Resource; readonly at: string }[] => {
  const { operation: key, pathValues } = exchange.request;
  const body = jsonOf(exchange);
  const word = resourceType.read?.key === key ? 'read' : resourceType.update?.key === key ? 'update' : undefined;
  if (word) {
    const operation = resourceType[word];
    const id = operation && pathValues[idParameterOf(operation)];
    const held = id === undefined ? undefined : heldWith(resourceType, body, id);
    const printed = held ? undefined : printedResource(resourceType, word, exchange);
    return held ? [{ resource: held.resource, at: `#${held.at}` }] : printed ? [{ resource: printed, at: '#' }] : [];
  }
  const { collection } = resourceType;
  if (collection?.operation.key !== key) return [];
  const location = idLocationOf(resourceType);
  return (itemsOf(collection, exchange) ?? []).flatMap((item, index) =>
    isObject(item) && idText(valueAt(item, location)) !== undefined ? [{ resource: item, at: `item ${index} of the list, #` }] : [],
  );
};
