import type { Contract, Resource } from '../../contract/model.ts';
import { nodeOf, type Place } from '../../model/place.ts';
import { makeableResources, operationOfResource, resourcesThemselves, resourcesWith, type ResourceWord } from './resources.ts';

export { durationMs, idParameterOf, operationOfResource, resourceNamed, type ResourceWord, storyNeeds } from './resources.ts';

/** Kinds of things that a run can make itself from a JSON body. */
export const makeable = (contract: Contract): Resource[] => makeableResources(contract);

/** The operation of one word of each kind of thing that a run can make, where there is one. */
export const resourcePlaces = (contract: Contract, word: ResourceWord, suits?: (resource: Resource) => boolean): Place[] =>
  resourcesWith(contract, word, suits).map(({ location }) => location);

/** Places of kinds of things themselves, of those that a run can make. */
export const thingPlaces = (contract: Contract): Place[] => resourcesThemselves(contract).map(({ location }) => location);

/**
 * The kind of thing that a place is about: the one in whose convention it stands, else the one that has its operation.
 * @throws {RangeError} for a place of no resource, which a check never gives.
 */
export const resourceAt = (contract: Contract, place: Place): Resource => {
  const inside = contract.resources.find((resource) => place.way.includes(nodeOf(resource.place)));
  const words: readonly ResourceWord[] = ['create', 'read', 'update', 'remove', 'list'];
  const found =
    inside ?? contract.resources.find((resource) => words.some((word) => operationOfResource(resource, word)?.key === place.operation));
  if (!found) throw new RangeError(`Cannot find a kind of thing at ${nodeOf(place)} of "${contract.source}"`);
  return found;
};
