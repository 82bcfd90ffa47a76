import type { Exchange } from '../model/exchange.ts';
import { statusOf } from './message.ts';
import type { Contract, Operation, ResponseDeclaration } from './model.ts';

/** The declaration for a status: exact before range before `default` (OpenAPI 3.1, Responses Object). */
export const declarationFor = (declared: readonly ResponseDeclaration[], status: number): ResponseDeclaration | undefined =>
  [String(status), `${Math.floor(status / 100)}XX`, 'default']
    .map((key) => declared.find((one) => one.status === key))
    .find((one) => one !== undefined);

/**
 * Did an answer come from another address than the base URL: the one without encryption, an environment beside it, or
 * the base URL with another version. Whoever answers there need not be the service, or is promised less.
 */
export const isElsewhere = ({ request: { base } }: Pick<Exchange, 'request'>): boolean => base !== undefined;

/**
 * What the contract declares about an answer: by its operation, and by `x-assay.anywhere`, which also speaks of
 * answers outside every operation. Empty where it is silent.
 */
export const declaredResponses = (contract: Contract, exchange: Exchange): ResponseDeclaration[] => {
  const status = statusOf(exchange);
  if (status === undefined || isElsewhere(exchange)) return [];
  const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
  return [declarationFor(operation?.responses ?? [], status), declarationFor(contract.anywhere, status)].filter((one) => one !== undefined);
};

/** The responses of an operation that a client may see a body of: to HEAD there is none, nor of 204, 205 and 304 (RFC 9110, section 6.4.1). */
export const responsesWithBody = ({ method, responses }: Pick<Operation, 'method' | 'responses'>): readonly ResponseDeclaration[] =>
  method === 'HEAD' ? [] : responses.filter(({ status }) => !/^(?:1\d\d|204|205|304)$/.test(status));
