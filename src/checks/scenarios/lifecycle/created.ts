import { isSuccess } from '../../../contract/message.ts';
import type { Collection, Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { pageItems } from '../../subjects/collection.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { freshValues } from '../../subjects/fresh-values.ts';
import { idLocationOf, idText, printedResource } from '../../subjects/shown-resource.ts';
import { sendCreation } from './send-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { findItem, type Found } from '../paging/find-item.ts';
import { type FilteredPage, readByState } from '../filters/state-pages.ts';

export type Created = {
  readonly exchange: Exchange;
  /** The first look for it in its list, right after an accepted creation; undefined where it has no list. */
  readonly first: Found | undefined;
  /** Reads by state after that; empty where the list has no such filter. */
  readonly pages: readonly FilteredPage[];
};

/** The list that ought to show what an operation creates. */
export const listOf = (contract: Contract, create: Operation): Collection | undefined =>
  contract.resourceTypes.find((resourceType) => resourceType.create?.key === create.key)?.collection;

/** Is an item the one that a creation asked for: its name is a fresh value of the request. */
export const recogniser = (
  contract: Contract,
  create: Operation,
  { name }: Collection,
  request: PlannedRequest,
): ((item: unknown) => boolean) | undefined => {
  const names = freshValues(contract, create, request);
  return name === undefined || names.length === 0 ? undefined : (item) => names.includes(valueAt(item, name));
};

/**
 * Looks for a created resource in its list: by the id in the answer where the contract documents that, else, or where no item has
 * it, by the fresh value of the request. Undefined where the contract documents neither.
 */
export const findCreated = async (session: Session, create: Operation, creation: Exchange): Promise<Found | undefined> => {
  const resourceType = session.contract.resourceTypes.find((one) => one.create?.key === create.key);
  const collection = resourceType?.collection;
  const isNamed = collection && recogniser(session.contract, create, collection, creation.request);
  if (!resourceType || !collection || !isNamed) return undefined;
  const location = idLocationOf(resourceType);
  const id = idText(valueAt(printedResource(resourceType, 'create', creation), location));
  if (id === undefined) {
    const found = await findItem(session, collection, isNamed);
    if (found.kind !== 'item') return found;
    const [item, ...rivals] = (pageItems(collection, found.exchange) ?? []).filter(isNamed);
    return { ...found, item, rivals };
  }
  const named: unknown[] = [];
  const found = await findItem(session, collection, (item) => {
    if (isNamed(item)) named.push(item);
    return idText(valueAt(item, location)) === id;
  });
  if (found.kind === 'item' || named.length === 0) return found;
  const [item, ...rivals] = named;
  return { kind: 'item', item, exchange: found.exchange, rivals };
};

/** One resource created with the smallest valid body, shared by all checks that need one. */
export const created = defineScenario<{ readonly operation: string }, Created>({
  id: 'created',
  async run(session, { operation }) {
    const create = operationOf(session.contract, operation);
    const request = usableRequest(session, create, 'made');
    const exchange = await sendCreation(session, request);
    const collection = listOf(session.contract, create);
    const first = isSuccess(exchange) ? await findCreated(session, create, exchange) : undefined;
    if (!collection || !first) return { exchange, first: undefined, pages: [] };
    const now = first.kind === 'item' && collection.state !== undefined ? valueAt(first.item, collection.state) : undefined;
    return { exchange, first, pages: await readByState(session, collection, now) };
  },
});
