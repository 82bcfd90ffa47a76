import type { Operation } from '../model.ts';

/**
 * Whether `x-assay` describes the effect of an operation: a resource type names it, it is an action, or it issues a credential.
 * @param named The operations that `x-assay.resources` names, each by its operationId or its key.
 */
export const isDescribed = (operation: Operation, named: ReadonlySet<string>): boolean =>
  operation.issues === true || operation.conventions.action !== undefined || [...named].some((word) => isCalled(operation, word));

/** Whether a word of `x-assay.resources` means an operation: its operationId, or its key such as `GET /books/{id}`. */
export const isCalled = ({ key, operationId }: Pick<Operation, 'key' | 'operationId'>, word: string): boolean =>
  word === key || word === operationId;
