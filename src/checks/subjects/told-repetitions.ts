import { isActing } from '../../contract/infer/acting.ts';
import { type Repetition, repetitionsIn } from '../../contract/infer/told-repetitions.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { onOwnResource, readOfOne } from './own-resources.ts';

/** An action on one resource of which the document says what stays as it is where it is done once more. */
export type ToldRepetition = Subject & {
  readonly operation: Operation;
  /** A read of the resource; undefined where the answers to the action alone show it. */
  readonly read: Operation | undefined;
  readonly promises: readonly Repetition[];
};

/** Every such action of a contract that is held to the standard requirements, on what a run can create. */
export const toldRepetitions = (contract: Contract): readonly ToldRepetition[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.flatMap((operation): ToldRepetition[] => {
        // What writes to people is not sent twice.
        const isOnOne = operation.effect === 'changes' || (operation.effect === 'destructive' && operation.inferred?.onOne === true);
        const isAction = isActing(operation) && isOnOne;
        const on = isAction && operation.unsupported === undefined ? onOwnResource(contract, operation) : undefined;
        if (!on || operation.issues === true) return [];
        const promises = saidIn(valueAt(contract.document, nodeOf(operation.location))).flatMap(repetitionsIn);
        const read = readOfOne(contract, on.resourceType);
        return promises.length === 0 ? [] : [at(operation.location, { operation, read, promises })];
      });
