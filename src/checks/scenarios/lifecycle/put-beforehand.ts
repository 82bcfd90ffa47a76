import { createsAtPath } from '../../../contract/infer/effects/resource-types.ts';
import { inPath, isSamePath, pathAbove, tailOf, valuesAlong } from '../../../contract/infer/path-template.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationWith } from '../../../contract/operation.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
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
 * The PUT or POST of what a DELETE removes at a path that ends in a word, such as the rating of a post, or a lock: what nobody put there cannot be removed. A POST that adds to a
 * collection is none: what it adds has an id of its own, and the DELETE empties the collection.
 */
const puttingPart = ({ operations }: Contract, { method, path, effect }: Operation): Operation | undefined => {
  if (method !== 'DELETE' || effect !== 'changes' || tailOf(path).length === 0) return undefined;
  const isPutting = (one: Operation): boolean =>
    (one.effect === 'changes' || one.effect === 'destructive') && one.unsupported === undefined && isSamePath(one.path, path);
  return ['PUT', 'POST'].map((by) => operations.find((one) => one.method === by && isPutting(one))).find((one) => one !== undefined);
};

/** Is a request what the key removes for its own sake, of a resource that the run has yet to choose. */
const isPlain = ({ faults, credential, pathValues }: PlannedRequest): boolean =>
  faults.length === 0 &&
  credential.kind === 'valid' &&
  credential.name === 'key' &&
  Object.values(pathValues).some((value) => placeholdersIn(value).some(({ use }) => use !== 'listed')) &&
  !Object.values(pathValues).some((value) => placeholdersIn(value).some(({ use }) => use === 'listed'));

/**
 * Before something is done with what a PUT creates about two things of the run, or a part of one is removed: puts that there, as nothing else does. Each time, so that it is as new; what is refused is left.
 * @param planned The request as it was before its placeholders were filled.
 */
export const putBeforehand = async (
  session: Session,
  planned: PlannedRequest,
  { operation: key, path, pathValues }: PlannedRequest,
): Promise<void> => {
  const { contract, target } = session;
  const operation = contract.standard.size === 0 ? undefined : operationWith(contract, key);
  if (!operation) return;
  const ofPart = isPlain(planned) ? puttingPart(contract, operation) : undefined;
  const put = ofPart ?? (besideIn(session, planned) === undefined ? undefined : puttingFor(contract, operation));
  if (!put || !isAllowed(put, target)) return;
  await orSkipped(
    (async () =>
      session.send(usableRequest(session, put, 'put-beforehand', { pathValues: inPath(put.path, valuesAlong(path, pathValues)) })))(),
  );
};
