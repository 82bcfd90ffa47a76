import { rootConventions } from '../../contract/read-conventions.ts';
import type { Contract, Operation, Resource } from '../../contract/model.ts';
import { below, isObject, valueAt } from '../../contract/pointer.ts';
import { jsonContent } from '../../generators/json-content.ts';
import { distinct, distinctBy } from '../../model/json.ts';
import { nodeOf } from '../../model/place.ts';
import type { Target } from '../../model/target.ts';
import { at, type Need, type Subject, type Surroundings } from '../kit/define.ts';
import { needsFor } from '../kit/prerequisites.ts';
import { shortMs } from '../kit/slow-needs.ts';

/** What an operation does with things of a kind. */
export type ResourceWord = 'create' | 'read' | 'update' | 'remove' | 'list';

/** A kind of thing with an operation that creates it. */
export type Makeable = Resource & { readonly create: Operation };

const isCreated = (resource: Resource): resource is Makeable => resource.create !== undefined;

/** Can a run make a thing of this kind itself, from a JSON body. */
export const isMakeable = (resource: Resource): resource is Makeable =>
  isCreated(resource) && jsonContent(resource.create.body?.content ?? []) !== undefined;

/** Kinds of things that a run can make itself. */
export const makeableResources = ({ resources }: Contract): Makeable[] => resources.filter(isMakeable);

/** The operation of a kind of thing that does what a word says; undefined where the contract has none. */
export const operationOfResource = (resource: Resource, word: ResourceWord): Operation | undefined =>
  word === 'list' ? resource.collection?.operation : resource[word];

/** A kind of thing that a run can make, at a place of it. */
export type MakeableSubject = Subject & { readonly resource: Makeable };

/** The same at one of its operations. */
export type ResourceOperation = MakeableSubject & { readonly operation: Operation };

/** Kinds of things that a run can make, each at its operation of one word; those without one, and those that do not suit, are left out. */
export const resourcesWith = (
  contract: Contract,
  word: ResourceWord,
  suits: (resource: Makeable) => boolean = () => true,
): ResourceOperation[] => {
  const all = makeableResources(contract)
    .filter(suits)
    .flatMap((resource): ResourceOperation[] => {
      const operation = operationOfResource(resource, word);
      return operation ? [at(operation.place, { resource, operation })] : [];
    });
  return distinctBy(all, ({ operation }) => operation.key);
};

/** Kinds of things that a run can make, each at its own place below the operation that creates it. */
export const resourcesThemselves = (contract: Contract): MakeableSubject[] =>
  makeableResources(contract).map((resource) => at({ operation: resource.create.key, way: resource.place.way }, { resource }));

/** Kinds of things that a run can make, each at a convention inside it, where that is declared: `removed`, `read`. */
export const resourcesPromising = (contract: Contract, ...path: readonly string[]): MakeableSubject[] =>
  makeableResources(contract).flatMap((resource) => {
    const root = nodeOf(resource.place);
    if (valueAt(contract.document, below(root, ...path)) === undefined) return [];
    const way = [...resource.place.way, ...path.map((_, n) => below(root, ...path.slice(0, n + 1)))];
    return [at({ operation: resource.create.key, way }, { resource })];
  });

/** @throws {RangeError} for a name that the contract does not have. */
export const resourceNamed = (contract: Contract, name: string): Resource => {
  const found = contract.resources.find((resource) => resource.name === name);
  if (!found) throw new RangeError(`Cannot find the resource "${name}" in "${contract.source}"`);
  return found;
};

/** @throws {RangeError} for a name that the contract does not have, or a kind of thing that nothing creates. */
export const createdResourceNamed = (contract: Contract, name: string): Makeable => {
  const resource = resourceNamed(contract, name);
  if (!isCreated(resource)) throw new RangeError(`Cannot make a "${name}": the contract has no operation that creates one`);
  return resource;
};

/** The path parameter that takes the id of a thing: the last one. */
export const idParameterOf = ({ parameters }: Operation): string => parameters.findLast((one) => one.in === 'path')?.name ?? '';

/** What it takes to call an operation on a thing that is there by then. */
export const needsOnThing = (operation: Operation, around: Surroundings): readonly Need[] =>
  needsFor(operation, around, { pathValues: { [idParameterOf(operation)]: 'ct' } });

/** What it takes to make a thing and to call the given operations on it. */
export const storyNeeds = (resource: Resource, around: Surroundings, words: readonly ResourceWord[]): Need[] => {
  const needs = ['create' as const, ...words].flatMap((word): readonly Need[] => {
    const operation = operationOfResource(resource, word);
    if (!operation) return [];
    return word === 'create' || word === 'list' ? needsFor(operation, around, {}) : needsOnThing(operation, around);
  });
  return distinct(needs);
};

/** A time that the documentation prints, in milliseconds: as the target gives it, of a range its end. */
export const durationMs = ({ document }: Contract, { durations }: Pick<Target, 'durations'>, name: string): number | undefined => {
  const given = [durations[name] ?? []].flat().at(-1);
  const seconds = given ?? rootConventions(document).durations?.[name]?.seconds;
  return seconds === undefined ? undefined : seconds * 1000;
};

/** A state that a thing comes to by itself, and the longest time in milliseconds that this takes by the documentation. */
export type ReachedState = { readonly state: string; readonly withinMs: number };

/** States that a thing comes to by itself, in the order in which they may come. */
export const reachedStates = ({ convention }: Resource, contract: Contract, target: Pick<Target, 'durations'>): ReachedState[] =>
  Object.entries(convention.states?.reaches ?? {})
    .flatMap(([state, reached]) => {
      if (!isObject(reached)) return [];
      const withinMs = durationMs(contract, target, reached.within);
      return withinMs === undefined ? [] : [{ state, withinMs }];
    })
    .sort((a, b) => a.withinMs - b.withinMs);

/** States of living things that the contract names: the first one, and those that a thing comes to. */
export const livingStates = ({ convention: { states } }: Resource): string[] =>
  [states?.initial?.is, ...Object.keys(states?.reaches ?? {})].filter((one) => one !== undefined);

/** What it takes to follow a thing until it shows its last state: the permission to wait for it, where that takes long. */
export const grownNeeds = (resource: Resource, around: Surroundings): Need[] => {
  const longest = reachedStates(resource, around.contract, around.target).at(-1)?.withinMs ?? 0;
  return [
    ...storyNeeds(resource, around, ['read']),
    ...(longest > shortMs ? [{ kind: 'permission' as const, permission: 'slow' as const }] : []),
  ];
};
