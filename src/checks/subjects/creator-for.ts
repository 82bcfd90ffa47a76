import type { Collection, Contract, Operation } from '../../contract/model.ts';

/** The operation that creates what a list shows. */
export const creatorFor = (contract: Contract, list: Pick<Collection, 'operation'>): Operation | undefined =>
  contract.resources.find(({ collection }) => collection?.operation.key === list.operation.key)?.create;
