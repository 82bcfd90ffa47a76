import { isActing } from '../../contract/infer/acting.ts';
import { type Repetition, repetitionsIn } from '../../contract/infer/told-repetitions.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { aboveChosen, type OnOwn, onOwnResource, readOfOne } from './own-resources.ts';

/** An action on one resource, or an addition to one by a name that the client chooses, of which the document says what stays as it is where it is done once more. */
export type ToldRepetition = Subject & {
  readonly operation: Operation;
  /** A read of the resource; undefined where the answers to the action alone show it. */
  readonly read: Operation | undefined;
  readonly promises: readonly Repetition[];
};

/** The resource on which an operation is done once more, and what shows it. */
export type Repeated = {
  readonly on: OnOwn;
  readonly read: Operation | undefined;
  /** The answers to the operation may show something else than the resource: what was added to it. */
  readonly isAddition: boolean;
};

/** What an operation that may be done once more acts on, or adds to; undefined where a run can create no such thing. */
export const repeatedOn = (contract: Contract, operation: Operation): Repeated | undefined => {
  // What writes to people is not sent twice.
  const isOnOne = operation.effect === 'changes' || (operation.effect === 'destructive' && operation.inferred?.onOne === true);
  const isAction = isActing(operation) && isOnOne && operation.unsupported === undefined && operation.issues !== true;
  const acted = isAction ? onOwnResource(contract, operation) : undefined;
  const on = acted ?? aboveChosen(contract, operation);
  return on && { on, read: readOfOne(contract, on.resourceType), isAddition: acted === undefined };
};

/** Every such operation of a contract that is held to the standard requirements, on what a run can create. */
export const toldRepetitions = (contract: Contract): readonly ToldRepetition[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.flatMap((operation): ToldRepetition[] => {
        const repeated = repeatedOn(contract, operation);
        if (!repeated) return [];
        const { read, isAddition } = repeated;
        const promises = saidIn(valueAt(contract.document, nodeOf(operation.location)))
          .flatMap(repetitionsIn)
          // The members of what is added are not those of the resource.
          .filter(({ members }) => !isAddition || members === undefined);
        return promises.length === 0 || (isAddition && !read) ? [] : [at(operation.location, { operation, read, promises })];
      });
