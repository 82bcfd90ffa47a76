import { actsAs } from '../../contract/infer/acting.ts';
import { isDirectlyBelow, isItemOf, isSamePath } from '../../contract/infer/path-template.ts';
import type { Contract, Operation } from '../../contract/model.ts';

/** An operation on what was created below a resource, and the creation of that. */
export type ChildOperation = { readonly operation: Operation; readonly through: Operation };

/**
 * The changes and the removal of what some creations make below a resource, and what is created right below it where it has a path of its own: `PATCH /songs/{songId}` and
 * `POST /songs/{songId}/remarks` for `POST /records/{recordId}/songs`.
 */
export const operationsOnChildren = (
  { operations, inferredResourceTypes }: Contract,
  creations: readonly Operation[],
  isOrdinary: (operation: Operation) => boolean,
): readonly ChildOperation[] =>
  creations.flatMap((through) => {
    const own = inferredResourceTypes.find(({ create }) => create.key === through.key)?.remove.path;
    const isOnOne = (one: Operation): boolean =>
      ['PUT', 'PATCH', 'DELETE'].includes(actsAs(one)) &&
      one.effect === 'changes' &&
      (isItemOf(one.path, through.path) || (own !== undefined && isSamePath(one.path, own)));
    const isBelowOne = ({ method, effect, path }: Operation): boolean =>
      method === 'POST' &&
      own !== undefined &&
      !isItemOf(own, through.path) &&
      ['creates', 'creates-permanently'].includes(effect) &&
      isDirectlyBelow(path, own);
    return operations.filter((one) => (isOnOne(one) || isBelowOne(one)) && isOrdinary(one)).map((operation) => ({ operation, through }));
  });
