import type { PropertyConventions } from '../../contract/conventions.ts';
import { isSuccess } from '../../contract/message.ts';
import type { Contract, Operation, ResponseDeclaration } from '../../contract/model.ts';
import { below, isObject, valueAt } from '../../contract/pointer.ts';
import { type SchemaNode, schemaNode } from '../../contract/schema/tree.ts';
import { conventionsOf } from '../../generators/body-members.ts';
import type { Exchange } from '../../model/exchange.ts';
import { nodeOf, type Location } from '../../model/location.ts';
import { describedResponses } from './described-responses.ts';
import { isJsonType } from '../../contract/wire/media-type.ts';

/** A member of an answer with its `x-assay` words. `at`: its pointer in the body, with `*` for an element of an array. */
export type MarkedMember = { readonly location: Location; readonly at: string; readonly words: PropertyConventions };

/** Picks members by their words. */
type MarkedBy = (words: PropertyConventions) => boolean;

/** Deepest nesting; it ends schemas that refer to themselves. */
const deepest = 10;

const known = new WeakMap<ResponseDeclaration, readonly MarkedMember[]>();

/** Members of the body of a response whose words a function picks. */
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

/** The same for all 2xx responses of an operation. */
export const markedOf = (contract: Contract, { responses }: Operation, isMeant: MarkedBy): MarkedMember[] =>
  responses.filter(({ status }) => status.startsWith('2')).flatMap((response) => markedMembers(contract, response, isMeant));

/** Locations of such members in the 2xx responses of all operations. */
export const markedLocations = (contract: Contract, isMeant: MarkedBy): Location[] =>
  contract.operations.flatMap((operation) => markedOf(contract, operation, isMeant).map(({ location }) => location));

/** Such members of the declared responses of a successful answer; none for any other answer. */
export const markedIn = (contract: Contract, exchange: Exchange, isMeant: MarkedBy): MarkedMember[] =>
  isSuccess(exchange) ? describedResponses(contract, exchange).flatMap((response) => markedMembers(contract, response, isMeant)) : [];
