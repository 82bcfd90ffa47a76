import { rootConventions } from '../../contract/read-conventions.ts';
import type { Contract, Operation, Resource } from '../../contract/model.ts';
import { below, isObject, valueAt } from '../../contract/pointer.ts';
import { jsonContent } from '../../generators/json-content.ts';
import { nodeOf, type Place } from '../../model/place.ts';
import type { Target } from '../../model/target.ts';
import type { Need, Surroundings } from '../kit/define.ts';
import { needsFor } from '../kit/prerequisites.ts';

export type ResourceWord = 'create' | 'read' | 'update' | 'remove' | 'list';

export const operationOfResource = (resource: Resource, word: ResourceWord): Operation | undefined =>
  word === 'list' ? resource.collection?.operation : resource[word];

/** Kinds of things that a run can make itself from a JSON body. */
export const makeable = ({ resources }: Contract): Resource[] =>
  resources.filter(({ create }) => create !== undefined && jsonContent(create.body?.content ?? []) !== undefined);

/** The operation of one word of each kind of thing that a run can make, where there is one. */
export const resourcePlaces = (contract: Contract, word: ResourceWord, suits: (resource: Resource) => boolean = () => true): Place[] => {
  const operations = makeable(contract)
    .filter(suits)
    .flatMap((resource) => operationOfResource(resource, word) ?? []);
  return [...new Map(operations.map(({ key, place }) => [key, place])).values()];
};

/** Places of kinds of things themselves, of those that a run can make. */
export const thingPlaces = (contract: Contract): Place[] =>
  makeable(contract).map(({ place, create }) => ({ operation: create?.key ?? null, way: place.way }));

/** Places of a convention inside each kind of thing that a run can make, where it is declared: `removed.read`. */
export const resourceWordPlaces = (contract: Contract, ...path: readonly string[]): Place[] =>
  makeable(contract).flatMap((resource) => {
    const root = nodeOf(resource.place);
    if (valueAt(contract.document, below(root, ...path)) === undefined) return [];
    const way = [...resource.place.way, ...path.map((_, n) => below(root, ...path.slice(0, n + 1)))];
    return [{ operation: resource.create?.key ?? null, way }];
  });

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

/** @throws {RangeError} for a name that the contract does not have. */
export const resourceNamed = (contract: Contract, name: string): Resource => {
  const found = contract.resources.find((resource) => resource.name === name);
  if (!found) throw new RangeError(`Cannot find the resource "${name}" in "${contract.source}"`);
  return found;
};

/** The path parameter that takes the id of a thing: the last one. */
export const idParameterOf = ({ parameters }: Operation): string => parameters.findLast((one) => one.in === 'path')?.name ?? '';

/** What it takes to make a thing and to call the given operations on it. */
export const storyNeeds = (resource: Resource, around: Surroundings, words: readonly ResourceWord[]): Need[] => {
  const needs = ['create' as const, ...words].flatMap((word): readonly Need[] => {
    const operation = operationOfResource(resource, word);
    if (!operation) return [];
    const decided = word === 'create' || word === 'list' ? {} : { pathValues: { [idParameterOf(operation)]: 'ct' } };
    return needsFor(operation, around, decided);
  });
  return [...new Map(needs.map((need) => [JSON.stringify(need), need])).values()];
};

/** A time that the documentation prints, in milliseconds: as the target gives it, of a range its end. */
export const durationMs = ({ document }: Contract, { durations }: Pick<Target, 'durations'>, name: string): number | undefined => {
  const given = [durations[name] ?? []].flat().at(-1);
  const seconds = given ?? rootConventions(document).durations?.[name]?.seconds;
  return seconds === undefined ? undefined : seconds * 1000;
};

/** States that a thing comes to by itself, in the order in which they may come. */
export const reachedStates = (
  { convention }: Resource,
  contract: Contract,
  target: Pick<Target, 'durations'>,
): { readonly state: string; readonly withinMs: number }[] =>
  Object.entries(convention.states?.reaches ?? {})
    .flatMap(([state, reached]) => {
      if (!isObject(reached)) return [];
      const withinMs = durationMs(contract, target, reached.within);
      return withinMs === undefined ? [] : [{ state, withinMs }];
    })
    .sort((a, b) => a.withinMs - b.withinMs);
