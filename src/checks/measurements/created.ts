import { isSuccess } from '../../contract/message.ts';
import type { Collection, Contract, Operation } from '../../contract/model.ts';
import { operationOf } from '../../contract/operation.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { defineMeasurement } from '../session.ts';
import { usableRequest } from '../usable-request.ts';
import { type FilteredPage, readByState } from './state-pages.ts';

export type Created = {
  readonly exchange: Exchange;
  /** Reads by state right after an accepted creation; none where the list has no such filter. */
  readonly pages: readonly FilteredPage[];
};

/** The list in which what an operation creates is to appear. */
export const listOf = (contract: Contract, create: Operation): Collection | undefined =>
  contract.resources.find((resource) => resource.create?.key === create.key)?.collection;

/** Tells whether an item is the one that a creation asked for: its name is a fresh value of the request. */
export const recogniser = (
  contract: Contract,
  create: Operation,
  { name }: Collection,
  { body }: PlannedRequest,
): ((item: unknown) => boolean) | undefined => {
  if (name === undefined || body?.kind !== 'json' || !isObject(body.value)) return undefined;
  const sent = body.value;
  const names = bodyMembers(contract, create)
    .filter(({ conventions }) => conventions.fresh === true)
    .map((member) => sent[member.name]);
  return names.length === 0 ? undefined : (item) => names.includes(valueAt(item, name));
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
    const pages = isSuccess(exchange) && collection && isTheItem ? await readByState(session, collection, isTheItem) : [];
    return { exchange, pages };
  },
});
