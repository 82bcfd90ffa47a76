import type { Contract } from '../../contract/model.ts';
import { ownerOf } from '../../contract/owner.ts';
import { rootPlace } from '../kit/root-place.ts';

/** Does a contract promise, outside its operations, what a check of that id decides. A shared scenario leaves out what nobody judges. */
export const isPromised = (contract: Contract, id: string, reads: string): boolean =>
  ownerOf(contract, { id, reads }, rootPlace) !== undefined;
