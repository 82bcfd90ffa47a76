import { isSuccess } from '../../../contract/message.ts';
import type { Contract, Operation, ResourceType } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { itemKey } from '../../subjects/collection.ts';
import { idOfCreation } from '../../scenarios/lifecycle/described-ids.ts';
import { createdResourceTypeNamed, idParameterOf, type Makeable, makeableResourceTypes } from '../../subjects/resources.ts';
import { sandboxSession } from '../../requests/sandbox-session.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { createdId } from '../../subjects/shown-resource.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { freshValues } from '../../subjects/fresh-values.ts';
import { findItem, type Found } from '../../scenarios/paging/find-item.ts';
import { patienceMs } from '../../kit/patience.ts';

/** A resource made in one environment, and what the other one shows of it a while later. */
export type Apart = {
  readonly creation: Exchange;
  /** Undefined where it was not created, or no answer shows its id. */
  readonly id: string | undefined;
  readonly names: readonly unknown[];
  /** A read of it where it was made; undefined where there is no such operation. */
  readonly own: Exchange | undefined;
  /** A read by its id in the other environment. */
  readonly read: Exchange | undefined;
  /** A search in the list of the other environment. */
  readonly listed: Found | undefined;
};

/** The longest wait for a copy from one environment to the other. */
const longestMs = 10_000;

/** The first resource type that can be created, removed, and read or listed. */
export const apartResourceType = (contract: Contract): (Makeable & { readonly remove: Operation }) | undefined =>
  makeableResourceTypes(contract)
    .flatMap((resourceType) => (resourceType.remove ? [{ ...resourceType, remove: resourceType.remove }] : []))
    .find(({ read, collection }) => read !== undefined || collection !== undefined);

type From = 'sandbox' | 'live';

/** Makes a resource in one environment and looks for it in the other. */
export const apart = defineScenario<{ readonly resourceType: string; readonly from: From }, Apart>({
  id: 'apart',
  async run(session, { resourceType: name, from }) {
    const resourceType = createdResourceTypeNamed(session.contract, name);
    const { create } = resourceType;
    const there = sandboxSession(session);
    const { creation, id } =
      from === 'live' ? await madeLive(session, resourceType, create) : await madeInSandbox(there, resourceType, create);
    const names = freshValues(session.contract, create, creation.request);
    const nothing = { creation, id, names, own: undefined, read: undefined, listed: undefined };
    if (!isSuccess(creation)) return nothing;
    const own = id === undefined ? undefined : await readOf(from === 'live' ? session : there, resourceType, id);
    const waitMs = Math.min(longestMs, patienceMs(session.target, 'created.listed'));
    await session.pause(waitMs, 'a resource of one environment may appear in the other');
    const other = from === 'live' ? there : session;
    const read = id === undefined ? undefined : await readOf(other, resourceType, id, 'unknown-id');
    return { ...nothing, own, read, listed: await search(other, resourceType, id, names) };
  },
});

const madeLive = async (
  session: Session,
  resourceType: ResourceType,
  create: Operation,
): Promise<{ creation: Exchange; id: string | undefined }> => {
  const { exchange: creation } = await session.run(created, { operation: create.key });
  return { creation, id: await idOfCreation(session, resourceType, creation) };
};

const madeInSandbox = async (
  session: Session,
  resourceType: ResourceType,
  create: Operation,
): Promise<{ creation: Exchange; id: string | undefined }> => {
  const request = usableRequest(session, create, 'apart');
  const creation = await session.send(request);
  return { creation, id: createdId(resourceType, creation, freshValues(session.contract, create, request)) };
};

const readOf = async (
  session: Session,
  { read }: ResourceType,
  id: string,
  ...faults: PlannedRequest['faults']
): Promise<Exchange | undefined> =>
  read && session.send({ ...usableRequest(session, read, 'apart', { pathValues: { [idParameterOf(read)]: id } }), faults });

const search = async (
  session: Session,
  { collection }: ResourceType,
  id: string | undefined,
  names: readonly unknown[],
): Promise<Found | undefined> => {
  if (!collection) return undefined;
  const { name } = collection;
  if (name === undefined && id === undefined) return undefined;
  return findItem(session, collection, (item) =>
    name === undefined ? itemKey(collection, item) === id : names.includes(valueAt(item, name)),
  );
};
