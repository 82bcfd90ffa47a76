import { rootConventions } from '../../contract/read-conventions.ts';
import type { Contract, Operation, ResourceType } from '../../contract/model.ts';
import { below, isObject, valueAt } from '../../contract/pointer.ts';
import { jsonContent } from '../../generators/json-content.ts';
import { distinct, distinctBy } from '../../model/json.ts';
import { nodeOf } from '../../model/location.ts';
import type { Target } from '../../model/target.ts';
import { at, type ProbePrerequisite, type Subject, type Surroundings } from '../kit/define.ts';
import { prerequisitesFor } from '../kit/prerequisites.ts';
import { shortMs } from '../kit/slow-prerequisites.ts';

/** What an operation does with things of a kind. */
export type ResourceTypeWord = 'create' | 'read' | 'update' | 'remove' | 'list';

/** A kind of thing with an operation that creates it. */
export type Makeable = ResourceType & { readonly create: Operation };

const isCreated = (resourceType: ResourceType): resourceType is Makeable => resourceType.create !== undefined;

/** Can a run make a thing of this kind itself, from a JSON body. */
export const isMakeable = (resourceType: ResourceType): resourceType is Makeable =>
  isCreated(resourceType) && jsonContent(resourceType.create.body?.content ?? []) !== undefined;

/** Kinds of things that a run can make itself. */
export const makeableResourceTypes = ({ resourceTypes }: Contract): Makeable[] => resourceTypes.filter(isMakeable);

/** The operation of a kind of thing that does what a word says; undefined where the contract has none. */
export const operationOfResourceType = (resourceType: ResourceType, word: ResourceTypeWord): Operation | undefined =>
  word === 'list' ? resourceType.collection?.operation : resourceType[word];

/** A kind of thing that a run can make, at a place of it. */
export type MakeableSubject = Subject & { readonly resourceType: Makeable };

/** The same at one of its operations. */
export type ResourceTypeOperation = MakeableSubject & { readonly operation: Operation };

/** Kinds of things that a run can make, each at its operation of one word; those without one, and those that do not suit, are left out. */
export const resourceTypesWith = (
  contract: Contract,
  word: ResourceTypeWord,
  suits: (resourceType: Makeable) => boolean = () => true,
): ResourceTypeOperation[] => {
  const all = makeableResourceTypes(contract)
    .filter(suits)
    .flatMap((resourceType): ResourceTypeOperation[] => {
      const operation = operationOfResourceType(resourceType, word);
      return operation ? [at(operation.location, { resourceType, operation })] : [];
    });
  return distinctBy(all, ({ operation }) => operation.key);
};

/** Kinds of things that a run can make, each at its own place below the operation that creates it. */
export const resourceTypesThemselves = (contract: Contract): MakeableSubject[] =>
  makeableResourceTypes(contract).map((resourceType) =>
    at({ operation: resourceType.create.key, way: resourceType.location.way }, { resourceType }),
  );

/** Kinds of things that a run can make, each at a convention inside it, where that is declared: `removed`, `read`. */
export const resourceTypesPromising = (contract: Contract, ...path: readonly string[]): MakeableSubject[] =>
  makeableResourceTypes(contract).flatMap((resourceType) => {
    const root = nodeOf(resourceType.location);
    if (valueAt(contract.document, below(root, ...path)) === undefined) return [];
    const way = [...resourceType.location.way, ...path.map((_, n) => below(root, ...path.slice(0, n + 1)))];
    return [at({ operation: resourceType.create.key, way }, { resourceType })];
  });

/** @throws {RangeError} for a name that the contract does not have. */
export const resourceTypeNamed = (contract: Contract, name: string): ResourceType => {
  const found = contract.resourceTypes.find((resourceType) => resourceType.name === name);
  if (!found) throw new RangeError(`Cannot find the resource "${name}" in "${contract.source}"`);
  return found;
};

/** @throws {RangeError} for a name that the contract does not have, or a kind of thing that nothing creates. */
export const createdResourceTypeNamed = (contract: Contract, name: string): Makeable => {
  const resourceType = resourceTypeNamed(contract, name);
  if (!isCreated(resourceType)) throw new RangeError(`Cannot make a "${name}": the contract has no operation that creates one`);
  return resourceType;
};

/** The path parameter that takes the id of a thing: the last one. */
export const idParameterOf = ({ parameters }: Operation): string => parameters.findLast((one) => one.in === 'path')?.name ?? '';

/** What it takes to call an operation on a thing that is there by then. */
export const prerequisitesOnResource = (operation: Operation, around: Surroundings): readonly ProbePrerequisite[] =>
  prerequisitesFor(operation, around, { pathValues: { [idParameterOf(operation)]: 'ct' } });

/** What it takes to make a thing and to call the given operations on it. */
export const storyPrerequisites = (
  resourceType: ResourceType,
  around: Surroundings,
  words: readonly ResourceTypeWord[],
): ProbePrerequisite[] => {
  const prerequisites = ['create' as const, ...words].flatMap((word): readonly ProbePrerequisite[] => {
    const operation = operationOfResourceType(resourceType, word);
    if (!operation) return [];
    return word === 'create' || word === 'list' ? prerequisitesFor(operation, around, {}) : prerequisitesOnResource(operation, around);
  });
  return distinct(prerequisites);
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
export const reachedStates = ({ convention }: ResourceType, contract: Contract, target: Pick<Target, 'durations'>): ReachedState[] =>
  Object.entries(convention.states?.reaches ?? {})
    .flatMap(([state, reached]) => {
      if (!isObject(reached)) return [];
      const withinMs = durationMs(contract, target, reached.within);
      return withinMs === undefined ? [] : [{ state, withinMs }];
    })
    .sort((a, b) => a.withinMs - b.withinMs);

/** States of living things that the contract names: the first one, and those that a thing comes to. */
export const livingStates = ({ convention: { states } }: ResourceType): string[] =>
  [states?.initial?.is, ...Object.keys(states?.reaches ?? {})].filter((one) => one !== undefined);

/** What it takes to follow a thing until it shows its last state: the permission to wait for it, where that takes long. */
export const grownPrerequisites = (resourceType: ResourceType, around: Surroundings): ProbePrerequisite[] => {
  const longest = reachedStates(resourceType, around.contract, around.target).at(-1)?.withinMs ?? 0;
  return [
    ...storyPrerequisites(resourceType, around, ['read']),
    ...(longest > shortMs ? [{ kind: 'permission' as const, permission: 'slow' as const }] : []),
  ];
};
