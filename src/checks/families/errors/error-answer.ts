import { answerOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Answer, Exchange } from '../../../model/exchange.ts';
import { type Location, rootLocation } from '../../../model/location.ts';

/** A refusal by a documented operation of the service. */
export type ErrorAnswer = { readonly answer: Answer; readonly operation: Operation };

/** 4xx (RFC 9110 section 15.5) of a documented operation at the base URL; undefined for everything else. */
export const clientErrorOf = (exchange: Exchange, { operations }: Contract): ErrorAnswer | undefined => {
  const answer = answerOf(exchange);
  const operation = operations.find(({ key }) => key === exchange.request.operation);
  if (!answer || !operation || answer.status < 400 || answer.status > 499) return undefined;
  return isElsewhere(exchange) || exchange.sent.method === 'HEAD' ? undefined : { answer, operation };
};

/** Places of what an operation says of its errors itself, or inherits from the root. */
export const errorLocations = (contract: Contract, says: (conventions: Operation['conventions']) => boolean): Location[] => [
  ...(says(contract.conventions) ? [rootLocation] : []),
  ...contract.operations.filter(({ conventions }) => says(conventions)).map(({ location }) => location),
];

/** Texts are looked for so many steps inside a body. */
const deepest = 100;

/** Every text in a JSON value, at any depth. */
export const textsIn = (value: unknown, depth = 0): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > deepest) return [];
  return Object.values(value).flatMap((held) => textsIn(held, depth + 1));
};
