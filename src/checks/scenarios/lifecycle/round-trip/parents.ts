import { parametersIn } from '../../../../contract/infer/path-template.ts';
import { outcomeOf } from '../../../../contract/message.ts';
import type { Exchange } from '../../../../model/exchange.ts';
import { NotTried } from '../../../kit/define.ts';
import type { Session } from '../../../kit/session.ts';
import { usableRequest } from '../../../requests/usable-request.ts';
import { idOfMade, parentOf, resourceIn, type Trip } from '../../../subjects/round-trips.ts';
import { created } from '../created.ts';
import type { Look } from './results.ts';
import { listOf, type Living, onItem } from './steps.ts';
import type { Way } from './way.ts';

/**
 * Values in the path of a parent that the engine does not make by itself.
 * @throws {NotTried} when the parent cannot be created.
 */
export const parentValues = async (session: Session, below: Pick<Trip, 'create' | 'addsTo'>): Promise<Way['pathValues']> => {
  const parent = parentOf(session.contract, below);
  const [last] = parametersIn(below.addsTo).slice(-1);
  if (!parent?.isFlat || last === undefined) return {};
  const { exchange } = await session.run(created, { operation: parent.create.key });
  const id = idOfMade(session.contract, parent, exchange);
  if (id === undefined)
    throw new NotTried(
      'missing-prerequisite',
      `${parent.create.key} was answered ${outcomeOf(exchange)}, so that nothing can be created below it`,
    );
  return { [last]: id };
};

/** Looks for the resource below another parent, which the run makes for that. */
export const lookedElsewhere = async (way: Living): Promise<readonly Look[]> => {
  const { session, trip, creation, id } = way;
  const parent = parentOf(session.contract, trip);
  const [last] = parametersIn(trip.addsTo).slice(-1);
  const own = last === undefined ? undefined : creation.request.pathValues[last];
  if (!parent || last === undefined || own === undefined) return [];
  const other = await session.send(usableRequest(session, parent.create, 'other-parent'));
  const otherId = idOfMade(session.contract, parent, other);
  if (otherId === undefined || otherId === own) return [];
  const moved: Exchange = {
    ...creation,
    request: { ...creation.request, pathValues: { ...creation.request.pathValues, [last]: otherId } },
  };
  const looks: Look[] = [];
  const isBelow = parametersIn(trip.itemPath).length > 1;
  if (isBelow && trip.read) {
    const exchange = await onItem(way, trip.read, moved, id);
    const resource = resourceIn(session.contract, trip.read, exchange, trip.id);
    if (resource && String(resource[trip.id]) === id) looks.push({ word: 'read', exchange, resource });
  }
  if (trip.list && parametersIn(trip.list.operation.path).includes(last)) {
    const look = await listOf(way, moved, id);
    if (look) looks.push(look);
  }
  return looks;
};
