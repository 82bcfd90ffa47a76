import { lastInPath, operationOf, producersOf } from '../../../contract/operation.ts';
import { evaluate } from '../../../contract/expression.ts';
import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { type Digits, lookalikeId } from '../../../generators/lookalike-id.ts';
import { madeUpId } from '../../../generators/unknown-id.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { collectionAt, itemKey } from '../../subjects/collection.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { goneStatuses } from '../lifecycle/look-at-resource.ts';
import { plainRead } from './reads.ts';
import { itemsOfTraversal, referenceTraversal } from '../paging/traversal.ts';

export type UnknownId = {
  readonly exchange: Exchange;
  readonly id: string;
  /** The source of the shape of the id: a listed resource, or none. */
  readonly shape: 'listed' | 'made-up';
};

/** A call whose last path parameter names nothing that exists. */
export const unknownId = defineScenario<{ readonly operation: string }, UnknownId>({
  id: 'unknown-id',
  async run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    const parameter = lastInPath(operation);
    if (!parameter) throw new NotTried('not-applicable', `${key} has no id in its path`);
    const digits: Digits = (label, count) => session.hex(label, count);
    const known = await knownIds(session, operation, parameter.name);
    const alike = known.flatMap((one) => lookalikeId(one, digits) ?? []).find((one) => !known.includes(one));
    const id = alike ?? madeUpId(session.contract, operation, parameter, digits, session.fresh('unknown-id'));
    const request = usableRequest(session, operation, 'unknown', { pathValues: { [parameter.name]: id } });
    await ensureUnknown(session, operation, request);
    const exchange = await session.send({ ...request, faults: ['unknown-id'] });
    return { exchange, id, shape: alike === undefined ? 'made-up' : 'listed' };
  },
});

/**
 * Reads the id before anything is done to it.
 * @throws {NotTried} when something may be there after all.
 */
export const ensureUnknown = async (session: Session, { path, effect }: Operation, { pathValues }: PlannedRequest): Promise<void> => {
  const read =
    effect === 'safe'
      ? undefined
      : session.contract.operations.find((one) => one.path === path && one.method === 'GET' && one.effect === 'safe');
  if (!read) return;
  const found = await session.send({ ...usableRequest(session, read, 'unknown', { pathValues }), faults: ['unknown-id'] });
  if (!goneStatuses.includes(statusOf(found) ?? 0))
    throw new NotTried('not-applicable', `The read of a made-up id was answered ${outcomeOf(found)}`);
};

/** Ids that the sources of a path parameter show, which are the operations that links name for it. */
const knownIds = async (session: Session, operation: Operation, parameter: string): Promise<string[]> => {
  const ids: string[] = [];
  for (const { operation: producer, expression } of producersOf(session.contract, operation, parameter)) {
    if (producer.effect !== 'safe' || producer.parameters.some(({ required }) => required)) continue;
    const collection = collectionAt(session.contract, producer.key);
    if (collection) {
      const items = itemsOfTraversal(collection, await referenceTraversal(session, collection, 'first'));
      ids.push(...items.flatMap((item) => itemKey(collection, item) ?? []));
      continue;
    }
    const value = evaluate(expression, await session.run(plainRead, { operation: producer.key }));
    if (typeof value === 'string' || typeof value === 'number') ids.push(String(value));
  }
  return ids;
};
