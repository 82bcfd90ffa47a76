import { isSuccess } from '../../contract/message.ts';
import type { Collection, Contract, Operation } from '../../contract/model.ts';
import { operationOf } from '../../contract/operation.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { defineMeasurement } from '../session.ts';
import { usableRequest } from '../usable-request.ts';
import { findItem, type Found } from './find-item.ts';
import { type FilteredPage, readByState } from './state-pages.ts';

export type Created = {
  readonly exchange: Exchange;
  /** The first look for it in its list, right after an accepted creation; undefined where there is no list to look in. */
  readonly first: Found | undefined;
  /** Reads by state after that; none where the list has no such filter. */
  readonly pages: readonly FilteredPage[];
};

/** The list in which what an operation creates is to appear. */
export const listOf = (contract: Contract, create: Operation): Collection | undefined =>
  contract.resources.find((resource) => resource.create?.key === create.key)?.collection;

/** Values of ours in a creation that no other request shares: the thing is found by them again. */
export const freshValues = (contract: Contract, create: Operation, { body }: PlannedRequest): unknown[] => {
  if (body?.kind !== 'json' || !isObject(body.value)) return [];
  const sent = body.value;
  return bodyMembers(contract, create)
    .filter(({ conventions }) => conventions.fresh === true)
    .map((member) => sent[member.name]);
};

/** Tells whether an item is the one that a creation asked for: its name is a fresh value of the request. */
export const recogniser = (
  contract: Contract,
  create: Operation,
  { name }: Collection,
  request: PlannedRequest,
): ((item: unknown) => boolean) | undefined => {
  const names = freshValues(contract, create, request);
  return name === undefined || names.length === 0 ? undefined : (item) => names.includes(valueAt(item, name));
};

/** One thing created with the smallest valid body. It serves every judge that needs a thing of ours. */
export const created = defineMeasurement<{ readonly operation: string }, Created>({
  id: 'created',
  async run(session, { operation }) {
    const create = operationOf(session.contract, operation);
    const request = usableRequest(session, create, 'made');
    const exchange = await session.send(request);
    const collection = listOf(session.contract, create);
    const isTheItem = collection && recogniser(session.contract, create, collection, request);
    if (!isSuccess(exchange) || !collection || !isTheItem) return { exchange, first: undefined, pages: [] };
    const first = await findItem(session, collection, isTheItem);
    const now = first.kind === 'item' && collection.state !== undefined ? valueAt(first.item, collection.state) : undefined;
    return { exchange, first, pages: await readByState(session, collection, now) };
  },
});
