import type { Contract, ResponseDeclaration } from '../../contract/model.ts';
import { declaredResponses } from '../../contract/responses.ts';
import type { Exchange } from '../../model/exchange.ts';
import { distinctBy } from '../../model/json.ts';
import { nodeOf } from '../../model/location.ts';

/**
 * What the contract declares about an answer, each declaration once: an operation and `x-assay.anywhere` often refer to
 * the same component, and then the operation's way to it is the one that counts.
 */
export const describedResponses = (contract: Contract, exchange: Exchange): ResponseDeclaration[] =>
  distinctBy(declaredResponses(contract, exchange), ({ location }) => nodeOf(location));
