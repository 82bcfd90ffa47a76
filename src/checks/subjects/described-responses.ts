import type { Contract, ResponseDeclaration } from '../../contract/model.ts';
import { declaredResponses } from '../../contract/responses.ts';
import type { Exchange } from '../../model/exchange.ts';
import { distinctBy } from '../../model/json.ts';
import { rememberedByPair } from '../../model/remembered.ts';
import { nodeOf } from '../../model/location.ts';

/**
 * The declarations of the contract for an answer, each once: an operation and `x-assay.anywhere` often refer to the same component,
 * and then the location below the operation counts. Several checks ask about each answer.
 */
export const describedResponses = rememberedByPair((contract: Contract, exchange: Exchange): readonly ResponseDeclaration[] => {
  const declared = declaredResponses(contract, exchange);
  return declared.length < 2 ? declared : distinctBy(declared, ({ location }) => nodeOf(location));
});
