import { isSuccess, statusOf } from '../../contract/message.ts';
import type { Operation, ResponseDeclaration } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import { at, type Subject } from './define.ts';

const declaredSuccesses = ({ responses }: Operation): ResponseDeclaration[] => responses.filter(({ status }) => status.startsWith('2'));

/** The statuses of success a contract declares for an operation, as it writes them: `200`, `2XX`. */
export const successesOf = (operation: Operation): string[] => declaredSuccesses(operation).map(({ status }) => status);

/** A subject with an operation at each success that the contract declares for it, in place of where it stood. */
export const atSuccesses = <S extends { readonly operation: Operation }>(subject: S): (S & Subject)[] =>
  declaredSuccesses(subject.operation).map(({ place }) => at(place, subject));

/** Is an answer the success its operation declares; any 2xx where the contract names none. */
export const isDeclaredSuccess = (operation: Operation, exchange: Exchange): boolean => {
  if (!isSuccess(exchange)) return false;
  const declared = successesOf(operation);
  return declared.length === 0 || declared.includes('2XX') || declared.includes(String(statusOf(exchange)));
};
