import type { Contract, ResponseDeclaration } from '../../contract/model.ts';
import { declaredResponses } from '../../contract/responses.ts';
import type { Exchange } from '../../model/exchange.ts';
import { distinctBy } from '../../model/json.ts';
import { nodeOf } from '../../model/location.ts';

/**
 * The declarations of the contract for an answer, each once: an operation and `x-assay.anywhere` often refer to the same component,
 * and then the location below the operation counts.
 */
export const describedResponses = (contract: Contract, exchange: Exchange): ResponseDeclaration[] =>
  distinctBy(declaredResponses(contract, exchange), ({ location }) => nodeOf(location));
