import { isSuccess, statusOf } from '../../contract/message.ts';
import type { Operation, ResponseDeclaration } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import { at, type Subject } from './define.ts';
import { rememberedByObject } from '../../model/remembered.ts';

const declaredSuccesses = ({ responses }: Operation): ResponseDeclaration[] => responses.filter(({ status }) => status.startsWith('2'));

/** The statuses of success a contract declares for an operation, as it writes them: `200`, `2XX`. */
export const successesOf = rememberedByObject((operation: Operation): readonly string[] =>
  declaredSuccesses(operation).map(({ status }) => status),
);

/** A subject once for each success that the contract declares for its operation, at that response. */
export const atSuccesses = <S extends { readonly operation: Operation }>(subject: S): (S & Subject)[] =>
  declaredSuccesses(subject.operation).map(({ location }) => at(location, subject));

/** Is an answer the success its operation declares; any 2xx where the contract names none. */
export const isDeclaredSuccess = (operation: Operation, exchange: Exchange): boolean => {
  if (!isSuccess(exchange)) return false;
  const declared = successesOf(operation);
  return declared.length === 0 || declared.includes('2XX') || declared.includes(String(statusOf(exchange)));
};

/** 3xx (RFC 9110 section 15.4). */
export const isRedirect = (exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  return status !== undefined && status >= 300 && status < 400;
};

/** Has the answer one of these statuses. False where there was no answer. */
export const hasStatus = (exchange: Exchange, statuses: readonly number[]): boolean => statuses.includes(statusOf(exchange) ?? 0);

/** The statuses of success of an operation in words: `200 or 204`, `a 2xx`. */
export const successWords = (operation: Operation): string => {
  const declared = successesOf(operation).filter((status) => status !== '2XX');
  return declared.length === 0 || successesOf(operation).includes('2XX') ? 'a 2xx status' : `status ${declared.join(' or ')}`;
};

/** Does the contract print the exact statuses of success. */
export const isExact = (operation: Operation): boolean => successWords(operation).startsWith('status');
