import { operationWith } from '../../../contract/operation.ts';
import { answerOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Answer, Exchange } from '../../../model/exchange.ts';
import { type Location, rootLocation } from '../../../model/location.ts';

/** A 4xx answer of a documented operation. */
export type ErrorAnswer = { readonly answer: Answer; readonly operation: Operation };

/** The 4xx answer (RFC 9110 section 15.5) of a documented operation at the base URL; undefined for every other exchange. */
export const clientErrorOf = (exchange: Exchange, { operations }: Contract): ErrorAnswer | undefined => {
  const answer = answerOf(exchange);
  const operation = operationWith({ operations }, exchange.request.operation);
  if (!answer || !operation || answer.status < 400 || answer.status > 499) return undefined;
  return isElsewhere(exchange) || exchange.sent.method === 'HEAD' ? undefined : { answer, operation };
};

/** The locations of a convention about errors: the root, and each operation that has it or inherits it. */
export const errorLocations = (contract: Contract, has: (conventions: Operation['conventions']) => boolean): Location[] => [
  ...(has(contract.conventions) ? [rootLocation] : []),
  ...contract.operations.filter(({ conventions }) => has(conventions)).map(({ location }) => location),
];

/** The most levels of a body in which texts are searched. */
const deepest = 100;

/** Every text in a JSON value, at any depth. */
export const textsIn = (value: unknown, depth = 0): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > deepest) return [];
  return Object.values(value).flatMap((held) => textsIn(held, depth + 1));
};
