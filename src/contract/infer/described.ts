import type { Operation } from '../model.ts';

/**
 * Does `x-assay` tell what an operation does: a resource names it, it is an action, or its answer is said to hold a credential.
 * @param named Ids of the operations that `x-assay.resources` names.
 */
export const isDescribed = ({ operationId, issues, conventions }: Operation, named: ReadonlySet<string>): boolean =>
  issues === true || conventions.action !== undefined || (operationId !== undefined && named.has(operationId));
