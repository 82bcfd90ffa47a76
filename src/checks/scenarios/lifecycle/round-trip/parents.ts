import { isActing } from '../../../../contract/infer/acting.ts';
import { isDirectlyBelow, parametersIn } from '../../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../../contract/message.ts';
import type { Operation } from '../../../../contract/model.ts';
import { isObject } from '../../../../contract/pointer.ts';
import { placeholdersIn } from '../../../../generators/placeholder.ts';
import type { Exchange } from '../../../../model/exchange.ts';
import type { Fault } from '../../../../model/request.ts';
import { NotTried } from '../../../kit/define.ts';
import { isAllowed } from '../../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../../kit/session.ts';
import { usableRequest } from '../../../requests/usable-request.ts';
import { pageItems } from '../../../subjects/collection.ts';
import { asksOwnParent } from '../../../subjects/few-children.ts';
import { listBelowNamed } from '../../../subjects/lists-below-named.ts';
import { idOfMade, parentOf, resourceIn, type Trip } from '../../../subjects/round-trips.ts';
import { idText } from '../../../subjects/shown-resource.ts';
import { created } from '../created.ts';
import { goneStatuses } from '../look-at-resource.ts';
import { withReferred } from '../references.ts';
import { sendCreation } from '../send-creation.ts';
import { isWithinSame } from '../within-same.ts';
import type { Elsewhere, Look } from './results.ts';
import { listOf, type Living, onItem, readOf } from './steps.ts';
import { bodyOf, ifTried, type Way } from './way.ts';

/** How many parents of their own scenarios asked for, by the creation below them. */
const ownParents = defineScenario<null, Map<string, number>>({ id: 'own-parents', run: async () => new Map() });

/** How many other parents scenarios asked for, by the creation of such a parent: each has texts of its own, which may be there once. */
const otherParents = defineScenario<null, Map<string, number>>({ id: 'other-parents', run: async () => new Map() });

/** Most parents that are created because one takes no more children: each leaves all that its creation needs. */
const mostOwn = 20;

/**
 * Values in the path of a parent that the engine does not make by itself: the one that all share, or, where the document says that it takes few children or that each
 * changes its state, one for the asking scenario alone.
 * @throws {NotTried} when the parent cannot be created.
 */
export const parentValues = async (session: Session, below: Pick<Trip, 'create' | 'addsTo'>): Promise<Way['pathValues']> => {
  const parent = parentOf(session.contract, below);
  const [last] = parametersIn(below.addsTo).slice(-1);
  if (!parent?.isFlat || last === undefined) return {};
  const together = await valueWithinSame(session, below.create, last);
  if (together !== undefined) return { [last]: together };
  const counts = await session.run(ownParents, null);
  const count = counts.get(below.create.key) ?? 0;
  const isOwn =
    session.contract.standard.size > 0 && parent.remove !== undefined && count < mostOwn && asksOwnParent(session.contract, below.create);
  counts.set(below.create.key, count + 1);
  const exchange = isOwn
    ? await sendCreation(session, usableRequest(session, parent.create, `parent-${count}`))
    : (await session.run(created, { operation: parent.create.key })).exchange;
  const id = idOfMade(session.contract, parent, exchange);
  if (id === undefined)
    throw new NotTried(
      'missing-prerequisite',
      `${parent.create.key} was answered ${outcomeOf(exchange)}, so that nothing can be created below it`,
    );
  return { [last]: id };
};

/** The parent that belongs together with what the body of a creation below it names; undefined where the service is not known to ask for that. */
const valueWithinSame = async (session: Session, create: Operation, parameter: string): Promise<string | undefined> => {
  if (!isWithinSame(session, create.key)) return undefined;
  const planned = usableRequest(session, create, 'within-same');
  const { pathValues } = await withReferred(session, planned);
  const value = pathValues[parameter];
  return value === undefined || placeholdersIn(value).length > 0 ? undefined : value;
};

/** Another resource of the type of a parent, which the run makes for that; undefined where it is not made. */
const anotherOf = async (session: Session, parent: Trip): Promise<string | undefined> => {
  const counts = await session.run(otherParents, null);
  const count = counts.get(parent.create.key) ?? 0;
  counts.set(parent.create.key, count + 1);
  // What a parent names may allow no further one: a guest has three open stays.
  const other = await sendCreation(session, usableRequest(session, parent.create, count === 0 ? 'other-parent' : `other-parent-${count}`));
  return idOfMade(session.contract, parent, other);
};

/** The creation as if it had been made below another parent, which the run makes for that; undefined where there is no other parent. */
const belowAnother = async ({
  session,
  trip,
  creation,
}: Living): Promise<{ readonly moved: Exchange; readonly last: string } | undefined> => {
  const parent = parentOf(session.contract, trip);
  const [last] = parametersIn(trip.addsTo).slice(-1);
  const own = last === undefined ? undefined : creation.request.pathValues[last];
  if (!parent || last === undefined || own === undefined) return undefined;
  const otherId = await anotherOf(session, parent);
  if (otherId === undefined || otherId === own) return undefined;
  const moved: Exchange = {
    ...creation,
    request: { ...creation.request, pathValues: { ...creation.request.pathValues, [last]: otherId } },
  };
  return { moved, last };
};

/**
 * Looks into the list below a new resource that nothing names; what it shows of others is told. Undefined where the list below the one that is named shows nothing that
 * names it, so that such a list would tell nothing.
 */
const listedBelowNamed = async ({ session, trip, creation }: Living): Promise<readonly Elsewhere[] | undefined> => {
  const below = listBelowNamed(session.contract, trip);
  if (!below) return undefined;
  const { list, parent, by } = below;
  const own: unknown = bodyOf(creation)[by];
  const [parameter = ''] = parametersIn(list.operation.path);
  const namedIn = async (value: string): Promise<{ readonly exchange: Exchange; readonly named: readonly string[] }> => {
    const request = usableRequest(session, list.operation, 'trip', { pathValues: { [parameter]: value } });
    const exchange = await session.send(request);
    const items = isSuccess(exchange) ? (pageItems(list, exchange) ?? []) : [];
    return { exchange, named: items.flatMap((item) => (isObject(item) ? (idText(item[by]) ?? []) : [])) };
  };
  if (typeof own !== 'string' && typeof own !== 'number') return undefined;
  const beside = await namedIn(String(own));
  const wanted = beside.named.includes(String(own)) ? await anotherOf(session, parent) : undefined;
  if (wanted === undefined || wanted === String(own)) return undefined;
  const { exchange, named } = await namedIn(wanted);
  const shown = named.find((one) => one !== wanted);
  if (!isSuccess(exchange)) return undefined;
  return shown === undefined ? [] : [{ word: 'list', exchange, named: { by, shown, wanted } }];
};

/** Looks for the resource below another parent, which the run makes for that; undefined where there is no other parent. */
export const lookedElsewhere = async (way: Living): Promise<readonly Elsewhere[] | undefined> => {
  const { session, trip, id } = way;
  if (!trip.addsTo.includes('}')) return listedBelowNamed(way);
  const { moved, last } = (await belowAnother(way)) ?? {};
  if (moved === undefined || last === undefined) return undefined;
  const looks: Elsewhere[] = [];
  const isBelow = parametersIn(trip.itemPath).length > 1;
  if (isBelow && trip.read) {
    const exchange = await onItem(way, trip.read, moved, id);
    const resource = resourceIn(session.contract, trip.read, exchange, trip.id);
    if (resource && String(resource[trip.id]) === id) looks.push({ word: 'read', exchange });
  }
  if (trip.list && parametersIn(trip.list.operation.path).includes(last)) {
    const look = await listOf(way, moved, id);
    if (look) looks.push({ word: 'list', exchange: look.exchange });
  }
  return isBelow ? [...looks, ...(await writtenElsewhere(way, moved))] : looks;
};

/** The resource is unknown below another parent; a call with any effect is sent only as it is documented. */
const faultsOf = ({ effect }: Operation): readonly Fault[] => (effect === 'destructive' ? [] : ['unknown-id']);

/**
 * Removes a resource that no read and no list shows by a path below another parent, and then by its own: where the first succeeded and the second finds nothing, the
 * first removed it. Undefined where there is no such removal, or no other parent.
 */
export const removedElsewhere = async (way: Living): Promise<readonly Elsewhere[] | undefined> => {
  const { trip, creation, id } = way;
  if (trip.remove === undefined || parametersIn(trip.itemPath).length < 2) return undefined;
  const other = await belowAnother(way);
  if (!other) return undefined;
  const exchange = await onItem(way, trip.remove, other.moved, id, undefined, faultsOf(trip.remove));
  if (!isSuccess(exchange) || statusOf(exchange) === 202) return [];
  const own = await onItem(way, trip.remove, creation, id);
  return goneStatuses.includes(statusOf(own) ?? 0) ? [{ word: 'removal', exchange }] : undefined;
};

/** Most actions that are tried below another parent. */
const mostActions = 3;

/** Changes the resource, acts on it and removes it by a path below another parent of the run; gives what had an effect. */
const writtenElsewhere = async (way: Living, moved: Exchange): Promise<readonly Elsewhere[]> => {
  const { session, trip, creation, id } = way;
  const { contract, target } = session;
  // What has no read of its own is shown by its list.
  const seen = (): Promise<Look | undefined> => (trip.read ? readOf(way, creation, id) : listOf(way, creation, id));
  const done: Elsewhere[] = [];
  const acting = contract.operations
    .filter(
      (one) =>
        isActing(one) &&
        isDirectlyBelow(one.path, trip.itemPath) &&
        ['destructive', 'changes'].includes(one.effect) &&
        one.unsupported === undefined &&
        one.inferred?.reaches === undefined &&
        isAllowed(one, target),
    )
    .slice(0, mostActions);
  const writes = [
    { word: 'change' as const, operation: trip.patch },
    ...acting.map((operation) => ({ word: 'action' as const, operation })),
    { word: 'removal' as const, operation: trip.remove },
  ];
  for (const { word, operation } of writes) {
    if (!operation) continue;
    const before = await seen();
    if (!before) return done;
    const exchange = await ifTried(onItem(way, operation, moved, id, undefined, faultsOf(operation)));
    if (!exchange || !isSuccess(exchange) || statusOf(exchange) === 202) continue;
    const shown = resourceIn(contract, operation, exchange, trip.id);
    const after = await seen();
    const isChanged = after === undefined || JSON.stringify(after.resource) !== JSON.stringify(before.resource);
    const isShown = word !== 'removal' && shown !== undefined && String(shown[trip.id]) === id;
    if (isShown || (isChanged && (word !== 'removal' || after === undefined))) done.push({ word, exchange });
    if (after === undefined) return done;
  }
  return done;
};
