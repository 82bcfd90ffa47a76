import type { PropertyConventions } from '../../contract/conventions.ts';
import { isSuccess } from '../../contract/message.ts';
import type { Contract, Operation, ResponseDeclaration } from '../../contract/model.ts';
import { below, isObject, valueAt } from '../../contract/pointer.ts';
import { type SchemaNode, schemaNode } from '../../contract/schema/tree.ts';
import { conventionsOf } from '../../generators/body-members.ts';
import { isJsonType } from '../../generators/json-content.ts';
import type { Exchange } from '../../model/exchange.ts';
import { nodeOf, type Location } from '../../model/location.ts';
import { describedResponses } from './described-responses.ts';

/** A member of an answer with words of its own, by its pointer in the body: `*` stands for an element of an array. */
export type MarkedMember = { readonly location: Location; readonly at: string; readonly words: PropertyConventions };

/** Says of the words of a member whether it is meant. */
type MarkedBy = (words: PropertyConventions) => boolean;

/** Members are nested less than this; a schema that refers to itself ends here. */
const deepest = 10;

const known = new WeakMap<ResponseDeclaration, readonly MarkedMember[]>();

/** Members of the body of a response for which the contract says one of the words. */
export const markedMembers = (contract: Contract, response: ResponseDeclaration, isMeant: MarkedBy): MarkedMember[] => {
  const all = known.get(response) ?? allMembers(contract, response);
  known.set(response, all);
  return all.filter(({ words }) => isMeant(words));
};

const allMembers = (contract: Contract, { content }: ResponseDeclaration): MarkedMember[] => {
  const visit = (node: SchemaNode, at: string, depth: number): MarkedMember[] => {
    if (depth > deepest) return [];
    const schema = valueAt(contract.document, nodeOf(node.location));
    const same = [...(node.referenced ? [node.referenced] : []), ...node.branches];
    return [
      { location: node.location, at, words: isObject(schema) ? conventionsOf(schema) : {} },
      ...same.flatMap((one) => visit(one, at, depth + 1)),
      ...[...node.properties].flatMap(([name, child]) => visit(child, below(at, name), depth + 1)),
      ...(node.items ? visit(node.items, `${at}/*`, depth + 1) : []),
    ];
  };
  return content.flatMap(({ mediaType, schemaLocation }) =>
    schemaLocation && isJsonType(mediaType) ? visit(schemaNode(contract.document, schemaLocation), '', 0) : [],
  );
};

/** The same of every response of success of an operation. */
export const markedOf = (contract: Contract, { responses }: Operation, isMeant: MarkedBy): MarkedMember[] =>
  responses.filter(({ status }) => status.startsWith('2')).flatMap((response) => markedMembers(contract, response, isMeant));

/** Places of such members in the successes of all operations. */
export const markedLocations = (contract: Contract, isMeant: MarkedBy): Location[] =>
  contract.operations.flatMap((operation) => markedOf(contract, operation, isMeant).map(({ location }) => location));

/** Such members as the contract describes them for a successful answer; none of any other. */
export const markedIn = (contract: Contract, exchange: Exchange, isMeant: MarkedBy): MarkedMember[] =>
  isSuccess(exchange) ? describedResponses(contract, exchange).flatMap((response) => markedMembers(contract, response, isMeant)) : [];
