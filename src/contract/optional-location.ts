import { operationWith } from './operation.ts';
import type { Location } from '../model/location.ts';
import { successClasses } from './documented-success.ts';
import type { Contract } from './model.ts';
import { nodeOf } from '../model/location.ts';
import { tokensOf } from './pointer.ts';

/**
 * Whether answers of an operation need never show a location: it is below a header that is not required, or below a response that is
 * documented for a failure.
 */
export const isOptionalLocation = (contract: Contract, location: Location): boolean =>
  isBelowOptionalHeader(contract, location) || isFailureLocation(contract, location);

const isBelowOptionalHeader = ({ operations }: Contract, { operation, way }: Location): boolean =>
  operations
    .filter(({ key }) => key === operation)
    .flatMap(({ responses }) => responses.flatMap(({ headers }) => headers))
    .some(({ required, location }) => !required && way.includes(nodeOf(location)));

/**
 * Whether a location is below a response that an operation documents for a failure. A request that should succeed never gets it, so a run
 * need not show it. `default` counts as a failure where the operation also documents a success.
 */
const isFailureLocation = (contract: Contract, location: Location): boolean => {
  const operation = operationWith(contract, location.operation);
  if (operation === undefined) return false;
  const above = `${nodeOf(operation.location)}/responses/`;
  const response = location.way.find((pointer) => pointer.startsWith(above));
  if (response === undefined) return false;
  const [status = ''] = tokensOf(response.slice(above.length - 1));
  const describesSuccess = operation.responses.some((one) => /^[123]/u.test(one.status));
  if (status === 'default') return describesSuccess;
  return !successClasses(operation.responses).has(Number(status.slice(0, 1)));
};
