import { createdResource, locatedResource, removals } from '../../contract/infer/created-resource.ts';
import { isSuccess } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { idempotencyKeyIn } from '../../checks/subjects/keyed-creations.ts';
import type { Exchange } from '../../model/exchange.ts';
import { idIn } from '../clean-up/removal.ts';

/** Recognises creations that were answered with what an earlier one with the same idempotency key made: nothing new came of them. */
export type KeyedRepeats = {
  /** Call once for each answered creation, in the order of sending. */
  heard(operation: Operation, exchange: Exchange, label: string, baseUrl: string): void;
  /** Was a heard creation such a repetition. */
  isRepeat(exchange: Exchange): boolean;
};

export const createKeyedRepeats = (contract: Contract): KeyedRepeats => {
  const made = new Set<string>();
  const repeated = new WeakSet<Exchange>();

  const idOf = (operation: Operation, exchange: Exchange, label: string, baseUrl: string): string | undefined => {
    const resourceType = contract.resourceTypes.find(({ create }) => create?.key === operation.key);
    if (resourceType) return idIn(resourceType, exchange, label);
    const inferred = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(
      ({ create }) => create.key === operation.key,
    );
    const resource = inferred
      ? createdResource(inferred, exchange, baseUrl)
      : locatedResource(removals(contract.operations), exchange, baseUrl);
    // The first answer may prove that it is new, and the same one again may not.
    return resource?.kind === 'known' ? Object.values(resource.pathValues).at(-1) : resource?.id;
  };

  return {
    heard(operation, exchange, label, baseUrl) {
      const key = idempotencyKeyIn(exchange.request);
      const id = key === undefined || !isSuccess(exchange) ? undefined : idOf(operation, exchange, label, baseUrl);
      if (key === undefined || id === undefined) return;
      const known = JSON.stringify([operation.key, exchange.request.base ?? '', key, id]);
      if (made.has(known)) repeated.add(exchange);
      made.add(known);
    },
    isRepeat: (exchange) => repeated.has(exchange),
  };
};
