import { createsAtPath } from '../../../contract/infer/effects/resource-types.ts';
import { inPath, isSamePath, pathAbove, tailOf, valuesAlong } from '../../../contract/infer/path-template.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationWith } from '../../../contract/operation.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { besideIn } from './below-named.ts';

/** The PUT that creates what an operation is about, at the path that names it. */
const puttingFor = ({ operations }: Contract, { key, path, effect }: Operation): Operation | undefined => {
  if (effect === 'safe') return undefined;
  const item = tailOf(path).length === 0 ? path : pathAbove(path);
  return operations.find(
    (one) => one.key !== key && one.unsupported === undefined && isSamePath(one.path, item) && createsAtPath(operations, one),
  );
};

/**
 * Before something is done with what a PUT creates about two things of the run: puts that there, as nothing else does. Each time, so that it is as new; what is refused is left.
 * @param planned The request as it was before its placeholders were filled.
 */
export const putBeforehand = async (
  session: Session,
  planned: PlannedRequest,
  { operation: key, path, pathValues }: PlannedRequest,
): Promise<void> => {
  const { contract, target } = session;
  if (contract.standard.size === 0 || besideIn(session, planned) === undefined) return;
  const operation = operationWith(contract, key);
  const put = operation && puttingFor(contract, operation);
  if (!put || !isAllowed(put, target)) return;
  await orSkipped(
    (async () =>
      session.send(usableRequest(session, put, 'put-beforehand', { pathValues: inPath(put.path, valuesAlong(path, pathValues)) })))(),
  );
};
