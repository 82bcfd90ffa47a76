import type { Contract, Operation } from '../../../contract/model.ts';
import { actings } from '../../subjects/actions.ts';

/** The operation that creates what an action is about; undefined where the operation is no action, or nothing creates such a thing. */
export const creatorOf = (contract: Contract, { key }: Operation): Operation | undefined =>
  actings(contract).find(({ operation }) => operation.key === key)?.create;
