import type { Need, Surroundings } from '../../kit/define.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Place } from '../../../model/place.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { inconclusive } from '../../kit/define.ts';
import type { RemovedThing } from './removed.ts';
import { resourceAt, resourcePlaces, resourceWordPlaces, storyNeeds } from '../../subjects/resource-at.ts';
import { notMade } from '../../kit/story.ts';

/** Removals of kinds of things that a run can make. */
export const removalPlaces = (contract: Contract): Place[] => resourcePlaces(contract, 'remove');

/** Places of what is promised about removed things, for kinds of things that a run can make and remove. */
export const removedPlaces = (contract: Contract, ...path: readonly string[]): Place[] =>
  resourceWordPlaces(contract, 'removed', ...path).filter((place) => resourceAt(contract, place).remove !== undefined);

export const removalNeeds = (place: Place, around: Surroundings): Need[] =>
  storyNeeds(resourceAt(around.contract, place), around, ['read', 'remove']);

/** Requests of a whole life: made, read, listed, changed, removed. */
export const lifeRequests = 120;

/** Why nothing can be said of what became of a thing; undefined where it was removed. */
export const notRemoved = ({ id, creation, before, removal }: RemovedThing): Verdict | undefined => {
  if (id === undefined) return notMade(creation);
  if (before && !isSuccess(before)) return inconclusive(`What was created could not be read: ${outcomeOf(before)}`, [before, creation]);
  if (!removal) return inconclusive('Nothing was removed', [creation]);
  return isSuccess(removal) ? undefined : inconclusive(`The removal was answered ${outcomeOf(removal)}`, [removal]);
};

/** The telling exchange and the removal before it. */
export const withRemoval = (telling: Exchange, { removal }: RemovedThing): readonly [Exchange, ...Exchange[]] =>
  removal ? [telling, removal] : [telling];
