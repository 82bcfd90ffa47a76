import type { Operation } from '../model.ts';

/**
 * Whether `x-assay` describes the effect of an operation: a resource type names it, it is an action, or it issues a credential.
 * @param named The operationIds that `x-assay.resources` names.
 */
export const isDescribed = ({ operationId, issues, conventions }: Operation, named: ReadonlySet<string>): boolean =>
  issues === true || conventions.action !== undefined || (operationId !== undefined && named.has(operationId));
