import type { Place } from '../model/place.ts';
import { successClasses } from './documented-success.ts';
import type { Contract } from './model.ts';
import { nodeOf } from '../model/place.ts';
import { tokensOf } from './pointer.ts';

/**
 * Does nobody promise that a place of an operation's answers is ever seen: it stands below a header that is not required, or below a
 * response that a request which ought to succeed never reaches.
 */
export const isOptionalPlace = (contract: Contract, place: Place): boolean =>
  isBelowOptionalHeader(contract, place) || isFailurePlace(contract, place);

const isBelowOptionalHeader = ({ operations }: Contract, { operation, way }: Place): boolean =>
  operations
    .filter(({ key }) => key === operation)
    .flatMap(({ responses }) => responses.flatMap(({ headers }) => headers))
    .some(({ required, place }) => !required && way.includes(nodeOf(place)));

/**
 * Does a place stand below a response that an operation describes for a failure. A request that ought to succeed never reaches it,
 * so that nobody can ask for evidence about it. `default` is one where the operation describes its success beside it.
 */
const isFailurePlace = (contract: Contract, place: Place): boolean => {
  const operation = contract.operations.find(({ key }) => key === place.operation);
  if (operation === undefined) return false;
  const above = `${nodeOf(operation.place)}/responses/`;
  const response = place.way.find((pointer) => pointer.startsWith(above));
  if (response === undefined) return false;
  const [status = ''] = tokensOf(response.slice(above.length - 1));
  const describesSuccess = operation.responses.some((one) => /^[123]/u.test(one.status));
  if (status === 'default') return describesSuccess;
  return !successClasses(operation.responses).has(Number(status.slice(0, 1)));
};
