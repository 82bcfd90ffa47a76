import type { Contract, ResponseDeclaration } from '../../contract/model.ts';
import { declaredResponses } from '../../contract/responses.ts';
import type { Exchange } from '../../model/exchange.ts';
import { nodeOf } from '../../model/place.ts';

/**
 * What the contract declares about an answer, each declaration once: an operation and `x-assay.anywhere` often refer to
 * the same component, and then the operation's way to it is the one that counts.
 */
export const describedResponses = (contract: Contract, exchange: Exchange): ResponseDeclaration[] => {
  const declared = declaredResponses(contract, exchange);
  return declared.filter((one, index) => declared.findIndex(({ place }) => nodeOf(place) === nodeOf(one.place)) === index);
};
