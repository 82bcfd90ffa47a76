import type { Contract, Operation, Resource } from '../../../contract/model.ts';
import type { Place } from '../../../model/place.ts';
import type { BodyMember } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Need, Surroundings } from '../../kit/define.ts';
import { changeable, isSame, placeOf, showsValue, type Update } from './updated.ts';
import { resourceAt, resourcePlaces, storyNeeds } from '../../subjects/resource-at.ts';
import { mentions, shownThing } from '../../subjects/shown-thing.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';

/** Updates of kinds of things that a run can make, and of which the contract says what can be changed. */
export const updatePlaces = (contract: Contract): Place[] =>
  resourcePlaces(
    contract,
    'update',
    ({ update, ...resource }) => update !== undefined && changeable(contract, { update, ...resource }, update).length > 0,
  );

export const updateNeeds = (place: Place, around: Surroundings): Need[] =>
  storyNeeds(resourceAt(around.contract, place), around, ['read', 'update']);

/** An update that was accepted, beside the member that it changed. */
export type Accepted = Update & { readonly declared: BodyMember };

export const acceptedUpdates = (contract: Contract, resource: Resource, update: Operation, updates: readonly Update[]): Accepted[] => {
  const members = changeable(contract, resource, update);
  return updates.flatMap((one) => {
    const declared = members.find(({ name }) => name === one.member);
    return declared && (isDeclaredSuccess(update, one.exchange) || isSuccess(one.exchange)) ? [{ ...one, declared }] : [];
  });
};

/** What a read says of a value that was changed: the new one, the old one, or neither. */
export const seenIn = (
  resource: Resource,
  exchange: Exchange,
  id: string,
  { declared, value, before }: Accepted,
): 'new' | 'old' | 'neither' => {
  if (!isSuccess(exchange)) return 'neither';
  if (showsValue(resource, 'read', exchange, id, declared, value)) return 'new';
  const old = before && valueAt(before, placeOf(declared));
  const now = shownThing(resource, 'read', exchange, id);
  const shown = now && valueAt(now, placeOf(declared));
  if (old !== undefined && shown !== undefined && isSame(old, shown)) return 'old';
  // What was added to the old list is there.
  if (Array.isArray(value) && Array.isArray(shown) && value.every((one) => shown.some((other) => isSame(one, other)))) return 'new';
  return typeof old === 'string' && mentions(jsonOf(exchange), old) ? 'old' : 'neither';
};
