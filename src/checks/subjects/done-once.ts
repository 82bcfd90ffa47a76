import { isActing } from '../../contract/infer/acting.ts';
import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import { endsInParameter, isDirectlyBelow } from '../../contract/infer/path-template.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { at, type Subject } from '../kit/define.ts';
import { isPlainCall } from './lives.ts';
import { statefulAnswer } from './needed-states.ts';
import { isRefusedAgain } from './refused-again.ts';

/** An action on what another action leaves, of which the text says that it is refused once it was done. */
export type DoneOnce = Subject & {
  readonly operation: Operation;
  readonly resourceType: AnyInferred;
  /** The read of one such resource. */
  readonly read: Operation;
  /** JSON pointer to its state in the answer to the read. */
  readonly state: string;
};

/** Every such action of a contract that is held to the standard requirements; what is created otherwise has a life of its own. */
export const doneOnce = (contract: Contract): readonly DoneOnce[] =>
  contract.standard.size === 0
    ? []
    : contract.lastingResourceTypes
        .filter(({ create }) => create.effect === 'destructive')
        .flatMap((resourceType): readonly DoneOnce[] => {
          const read = itemOf(resourceType);
          const stateful = read.method === 'GET' ? statefulAnswer(contract, read) : undefined;
          if (!stateful) return [];
          const { states } = stateful;
          const actions = contract.operations.filter(
            (one) =>
              isActing(one) &&
              isDirectlyBelow(one.path, read.path) &&
              !endsInParameter(one.path) &&
              isPlainCall(one) &&
              states.some((before) => states.some((after) => before !== after && isRefusedAgain(contract, one, before, after))),
          );
          return actions.map((operation) => at(operation.location, { operation, resourceType, read, state: stateful.at }));
        });
