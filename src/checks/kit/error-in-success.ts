import { isSuccess, jsonOf } from '../../contract/message.ts';
import type { Contract } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';

const isFilled = (value: unknown): boolean =>
  (typeof value === 'string' && value !== '') ||
  (Array.isArray(value) && value.length > 0) ||
  (isObject(value) && Object.keys(value).length > 0);

/** Does an object look like an error: something under error or errors, or a code and a message together. */
export const looksLikeError = (body: Readonly<Record<string, unknown>>): boolean =>
  isFilled(body['error']) || isFilled(body['errors']) || (isGiven(body['code']) && isGiven(body['message']));

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/**
 * Is an answer a success whose body is an error, in a contract that documents that the status shows failures. It breaks that requirement,
 * and not the one about the error response that was expected.
 */
export const isErrorInSuccess = (exchange: Exchange, { conventions }: Pick<Contract, 'conventions'>): boolean => {
  const body = jsonOf(exchange);
  return conventions.errors?.inStatus !== undefined && isSuccess(exchange) && isObject(body) && looksLikeError(body);
};
