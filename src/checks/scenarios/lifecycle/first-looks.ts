import { isSuccess, statusOf } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { createdResourceTypeNamed, type Makeable, resourceTypeNamed } from '../../subjects/resources.ts';
import { shownResource, type Resource } from '../../subjects/shown-resource.ts';
import { created } from './created.ts';
import { freshValues } from '../../subjects/fresh-values.ts';
import type { ResourceType } from '../../../contract/model.ts';
import { type ListLook, lookInList, mayPass, onResource, parentsOf } from './look-at-resource.ts';
import { idOfCreation } from './described-ids.ts';
import { whereRoom } from './rooms.ts';
import { belowOwn } from './send-creation.ts';
import { until } from './until.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';

/** A resource that the run asked for. */
export type MadeResource = {
  readonly creation: Exchange;
  /** Undefined where it was not created, or no answer shows its id. */
  readonly id: string | undefined;
  /** The ids of the resources that it is below, the outermost one first. */
  readonly parents: readonly string[];
  /** Fresh values of the request by which it is found again. */
  readonly names: readonly unknown[];
};

/** Resources of one type that the run created. */
type Resources = {
  /** In the order of their creation; the first one is shared by all checks and never changed. */
  readonly all: readonly MadeResource[];
  /** The resource that the lifecycle checks change and remove. */
  readonly own: MadeResource;
};

/** The labels of the two that are created at the same moment. */
const labels = ['own', 'beside'] as const;

/**
 * Creates the resources of the lifecycle checks: the shared one and, where resources can be removed, two more at the same moment;
 * where they can only be changed, one more. It stops at an error response.
 */
const resources = defineScenario<{ readonly resourceType: string }, Resources>({
  id: 'things',
  async run(session, { resourceType: name }) {
    const resourceType = createdResourceTypeNamed(session.contract, name);
    const { create } = resourceType;
    const { exchange } = await session.run(created, { operation: create.key });
    const first = await resourceOf(session, resourceType, exchange);
    const most = resourceType.remove ? 2 : resourceType.update ? 1 : 0;
    if (!isSuccess(exchange) || most === 0) return { all: [first], own: first };
    const requests = labels.slice(0, most).map((label) => usableRequest(session, create, label));
    const several = async (requested: readonly PlannedRequest[], shared: MadeResource): Promise<Resources> => {
      const more: MadeResource[] = [];
      for (const creation of await session.sendTogether(requested)) more.push(await resourceOf(session, resourceType, creation));
      return { all: [shared, ...more], own: more.find(({ id }) => id !== undefined) ?? more[0] ?? shared };
    };
    const usual = await several(requests, first);
    const isFull = usual.all.slice(1).every(({ creation }) => statusOf(creation) === 409);
    const anew = isFull && resourceType.presumed ? await belowNew(session, usableRequest(session, create, 'made-anew')) : undefined;
    if (anew === undefined) return usual;
    const { pathValues } = anew.request;
    return several(
      requests.map((one) => ({ ...one, pathValues })),
      await resourceOf(session, resourceType, anew),
    );
  },
});

/** A creation below a parent of its own, where the shared one may have no more room; undefined where it has no parent, or is not accepted there. */
const belowNew = async (session: Session, request: PlannedRequest): Promise<Exchange | undefined> => {
  const own = belowOwn(request);
  if (own === undefined) return undefined;
  const { exchange } = await whereRoom(session, async () => ({ exchange: await session.send(own) }));
  return isSuccess(exchange) ? exchange : undefined;
};

const resourceOf = async (session: Session, resourceType: Makeable, creation: Exchange): Promise<MadeResource> => ({
  creation,
  id: await idOfCreation(session, resourceType, creation),
  parents: resourceType.presumed ? parentsOf(creation) : [],
  names: resourceType.presumed ? sentName(resourceType, creation) : freshValues(session.contract, resourceType.create, creation.request),
});

/** The name that a creation made up for a resource of an inferred type. */
const sentName = ({ convention: { name } }: Makeable, { request: { body } }: Exchange): readonly unknown[] => {
  const sent = name === undefined || !holdsValue(body) ? undefined : valueAt(body.value, name);
  return typeof sent === 'string' && sent.startsWith('ct-') ? [sent] : [];
};

/**
 * Does an id tell the resource whose life is followed from the others. Two creations that give one id did not both create it; what an inferred type says is
 * too little then to change or remove it.
 */
export const isOwnAlone = (resourceType: ResourceType, { own, all }: Resources): boolean =>
  resourceType.presumed === undefined || all.every((one) => one === own || one.id !== own.id);

/** A read of a resource by its id, repeated until it was there. */
export type ResourceRead = {
  readonly made: MadeResource & { readonly id: string };
  /** The last answer. */
  readonly exchange: Exchange;
  /** The resource in it. */
  readonly resource: Resource | undefined;
};

/** New resources, and the first answers that show them. */
export type FirstLooks = {
  readonly resources: Resources;
  /** One for each resource with an id; empty where the contract has no read. */
  readonly reads: readonly ResourceRead[];
  /** The look that showed all of them at once, else the last one; undefined where there is no list. */
  readonly list: ListLook | undefined;
  readonly withinMs: number;
};

const isKnown = (made: MadeResource): made is MadeResource & { readonly id: string } => made.id !== undefined;

/** Looks at the new resources: a read of each, then the list, until they are there or the time is up. */
export const firstLooks = defineScenario<{ readonly resourceType: string }, FirstLooks>({
  id: 'first-looks',
  async run(session, parameters) {
    const resourceType = resourceTypeNamed(session.contract, parameters.resourceType);
    const made = await session.run(resources, parameters);
    const known = made.all.filter(isKnown);
    const withinMs = patienceMs(session.target, 'created.listed', resourceType);
    const end = session.now() + withinMs;
    const left = (): number => Math.max(0, end - session.now());
    const reads: ResourceRead[] = [];
    const { read } = resourceType;
    for (const one of read ? known : []) {
      let exchange: Exchange | undefined;
      await until(session, { withinMs: left(), why: 'a created resource is to be readable' }, async () => {
        exchange = read && (await onResource(session, read, one.id, { parents: one.parents }));
        return exchange === undefined || !mayPass(exchange) ? true : undefined;
      });
      if (exchange) reads.push({ made: one, exchange, resource: shownResource(resourceType, 'read', exchange, one.id) });
    }
    const ids = known.map(({ id }) => id);
    let list: ListLook | undefined;
    if (ids.length > 0 && resourceType.collection) {
      await until(session, { withinMs: left(), why: 'the list is to show the created resources' }, async () => {
        list = await lookInList(session, resourceType, ids, made.own.parents);
        return !list || list.missing.length === 0 || (isSuccess(list.exchange) && list.isOpen) ? true : undefined;
      });
    }
    return { resources: made, reads, list, withinMs };
  },
});

/** The read of one resource. */
export const readOf = ({ reads }: FirstLooks, { id }: Pick<MadeResource, 'id'>): ResourceRead | undefined =>
  reads.find(({ made }) => made.id === id);

/** The name that a resource shows. */
export const nameIn = (resource: Resource | undefined, at: string | undefined): unknown =>
  resource === undefined || at === undefined ? undefined : valueAt(resource, at);
