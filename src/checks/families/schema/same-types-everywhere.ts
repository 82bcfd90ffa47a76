import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { parseExpression } from '../../../contract/expression.ts';
import { itemsOf } from '../../../contract/held.ts';
import type { Contract, Resource } from '../../../contract/model.ts';
import { isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import { evaluateSchema } from '../../../contract/schema/evaluate.ts';
import { type SchemaNode, schemaNode } from '../../../contract/schema/tree.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { idParameterOf } from '../../subjects/resources.ts';
import { heldWith, idPlaceOf, idText, printedThing, type Thing } from '../../subjects/shown-thing.ts';

/** The schema of the thing in the answer to its creation; undefined where that is not printed. */
const createdSchema = (contract: Contract, { create, convention }: Resource): Place | undefined => {
  const response = create?.responses.find(({ status, content }) => status.startsWith('2') && jsonContent(content)?.schemaPlace);
  const root = response && jsonContent(response.content)?.schemaPlace;
  if (!root) return undefined;
  const parsed = convention.shown?.create === undefined ? undefined : parseExpression(convention.shown.create);
  const path = parsed?.from === 'response-body' ? tokensOf(parsed.pointer) : [];
  let nodes: SchemaNode[] = [schemaNode(contract.document, root)];
  for (const name of path) {
    nodes = withSame(nodes).flatMap((node) => node.properties.get(name) ?? []);
  }
  return nodes[0]?.place;
};

const withSame = (nodes: readonly SchemaNode[]): SchemaNode[] =>
  nodes.flatMap((node) => [node, ...withSame([...(node.referenced ? [node.referenced] : []), ...node.branches])]);

export const sameTypesEverywhere = defineObservation({
  id: 'schema/same-types-everywhere',
  title: 'A member of the answer to a creation has the same JSON type wherever a thing is shown',
  why: 'One type in a client stands for a thing; where a member is a text here and an object there, reading it fails.',
  fix: 'Write a thing by the same code in every answer.',
  places: (contract) =>
    contract.resources.flatMap((resource) => {
      const operation = resource.read ?? resource.collection?.operation;
      return operation && createdSchema(contract, resource) ? [operation.place] : [];
    }),
  observe: (exchange, contract) =>
    contract.resources.flatMap((resource): Observed[] => {
      const place = (resource.read ?? resource.collection?.operation)?.place;
      const schema = place && isSuccess(exchange) ? createdSchema(contract, resource) : undefined;
      if (!place || !schema) return [];
      const things = thingsIn(resource, exchange);
      return things.map(({ thing, at }): Observed => {
        const breach = evaluateSchema(contract, schema, thing).find((visit) => !visit.holds && visit.keyword === 'type');
        if (!breach || breach.holds) return { place, holds: true };
        const { expected, actual, instancePath } = breach;
        return { place, holds: false, code: 'other-type', where: `${at}${instancePath}`, expected, actual };
      });
    }),
});

/** The things that the answer to a read, an update or a list shows. */
const thingsIn = (resource: Resource, exchange: Exchange): { readonly thing: Thing; readonly at: string }[] => {
  const { operation: key, pathValues } = exchange.request;
  const body = jsonOf(exchange);
  const word = resource.read?.key === key ? 'read' : resource.update?.key === key ? 'update' : undefined;
  if (word) {
    const operation = resource[word];
    const id = operation && pathValues[idParameterOf(operation)];
    const held = id === undefined ? undefined : heldWith(resource, body, id);
    const printed = held ? undefined : printedThing(resource, word, exchange);
    return held ? [{ thing: held.thing, at: `#${held.at}` }] : printed ? [{ thing: printed, at: '#' }] : [];
  }
  const { collection } = resource;
  if (collection?.operation.key !== key) return [];
  const place = idPlaceOf(resource);
  return (itemsOf(collection, exchange) ?? []).flatMap((item, index) =>
    isObject(item) && idText(valueAt(item, place)) !== undefined ? [{ thing: item, at: `item ${index} of the list, #` }] : [],
  );
};
