import { isActing } from '../../contract/infer/acting.ts';
import { type KeptOpen, keptOpen } from '../../contract/infer/unsettled-below.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { at, type Subject } from '../kit/define.ts';
import { participlesOf, verbOf } from './action-words.ts';
import { onOwnResource } from './own-resources.ts';

/** An action that its text refuses as long as something below its resource is not settled. */
export type OpenBelow = Subject & KeptOpen & { readonly operation: Operation };

/** Every such action of a contract on what a run can create, at its operation. */
export const openBelow = (contract: Contract): readonly OpenBelow[] =>
  contract.operations.flatMap((operation) => {
    const isAction = isActing(operation) && operation.unsupported === undefined && onOwnResource(contract, operation) !== undefined;
    const kept = isAction ? keptOpen(contract, operation, participlesOf(verbOf(operation))) : undefined;
    return kept ? [at(operation.location, { operation, ...kept })] : [];
  });
