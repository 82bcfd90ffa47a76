import type { Operation } from '../model.ts';
import { answersSame } from './effects/creation-responses.ts';
import { endsInParameter, isDirectlyBelow, isSamePath, pathAbove } from './path-template.ts';

/**
 * Is a PUT or PATCH an action on the one resource that its path names, and no change of a part of it: it needs no body, nothing else has its path but a DELETE that takes it
 * back, and it answers what the read of the resource shows, or nothing: `PUT /kennels/{kennelId}/close`.
 */
export const actsByPut = (operations: readonly Operation[], operation: Operation): boolean => {
  const { method, path, body, responses } = operation;
  if (!['PUT', 'PATCH'].includes(method) || body !== undefined || endsInParameter(path)) return false;
  const item = operations.find((one) => one.method === 'GET' && isSamePath(one.path, pathAbove(path)));
  const isAlone = operations.every((one) => !isSamePath(one.path, path) || one === operation || one.method === 'DELETE');
  if (!item || !isAlone || !endsInParameter(item.path) || !isDirectlyBelow(path, item.path)) return false;
  const successes = responses.filter(({ status }) => status.startsWith('2'));
  const isSilent = successes.length > 0 && successes.every(({ status, content }) => status === '204' || content.length === 0);
  return isSilent || answersSame(operation, item);
};

type Way = Pick<Operation, 'method' | 'acts' | 'patches'>;

/** May an operation be an action: a POST that changes no members, or a PUT or PATCH that is one by {@link actsByPut}. */
export const isActing = ({ method, acts, patches }: Way): boolean => (method === 'POST' && patches !== true) || acts === true;

/** The method whose meaning an operation has: PATCH of a POST that changes members of the resource in its path and keeps the others. */
export const actsAs = ({ method, patches }: { readonly method: string; readonly patches?: true | undefined }): string =>
  patches === true ? 'PATCH' : method;
