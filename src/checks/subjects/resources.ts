import { rootConventions } from '../../contract/read-conventions.ts';
import type { Contract, Operation, ResourceType } from '../../contract/model.ts';
import { below, isObject, valueAt } from '../../contract/pointer.ts';
import { distinct, distinctBy } from '../../model/json.ts';
import { nodeOf } from '../../model/location.ts';
import type { Target } from '../../model/target.ts';
import { at, type ProbePrerequisite, type Subject, type Surroundings } from '../kit/define.ts';
import { prerequisitesFor } from '../kit/prerequisites.ts';
import { shortMs } from '../kit/slow-prerequisites.ts';
import { askedContent } from '../../contract/asked-content.ts';

/** What an operation does with a resource type. */
export type ResourceTypeWord = 'create' | 'read' | 'update' | 'remove' | 'list';

/** A resource type with an operation that creates it. */
export type Makeable = ResourceType & { readonly create: Operation };

const isCreated = (resourceType: ResourceType): resourceType is Makeable => resourceType.create !== undefined;

/** Can a run create a resource of this type, from a JSON body. */
export const isMakeable = (resourceType: ResourceType): resourceType is Makeable =>
  isCreated(resourceType) && askedContent(resourceType.create.body) !== undefined;

/** Resource types of which a run can create resources. */
export const makeableResourceTypes = ({ resourceTypes }: Contract): Makeable[] => resourceTypes.filter(isMakeable);

/** Resource types of which a run can create resources, also those whose declaration is only inferred. */
const lives = ({ resourceTypes, presumedResourceTypes }: Contract): Makeable[] =>
  [...resourceTypes, ...presumedResourceTypes].filter(isMakeable);

/** The operation of a resource type for a word; undefined where the contract has none. */
export const operationOfResourceType = (resourceType: ResourceType, word: ResourceTypeWord): Operation | undefined =>
  word === 'list' ? resourceType.collection?.operation : resourceType[word];

/** A resource type of which a run can create resources, at a location of it. */
export type MakeableSubject = Subject & { readonly resourceType: Makeable };

/** The same at one of its operations. */
export type ResourceTypeOperation = MakeableSubject & { readonly operation: Operation };

/** Such resource types, each at its operation for a word; those without one, and those that do not suit, are left out. */
export const resourceTypesWith = (
  contract: Contract,
  word: ResourceTypeWord,
  suits: (resourceType: Makeable) => boolean = () => true,
): ResourceTypeOperation[] => atOperations(makeableResourceTypes(contract).filter(suits), word);

/** The same with those whose declaration is only inferred: for checks of what every server does that keeps resources. */
export const livesWith = (
  contract: Contract,
  word: ResourceTypeWord,
  suits: (resourceType: Makeable) => boolean = () => true,
): ResourceTypeOperation[] => atOperations(lives(contract).filter(suits), word);

const atOperations = (resourceTypes: readonly Makeable[], word: ResourceTypeWord): ResourceTypeOperation[] => {
  const all = resourceTypes.flatMap((resourceType): ResourceTypeOperation[] => {
    const operation = operationOfResourceType(resourceType, word);
    return operation ? [at(operation.location, { resourceType, operation })] : [];
  });
  return distinctBy(all, ({ operation }) => operation.key);
};

/** Such resource types, each at its convention, below the operation that creates it. */
export const resourceTypesThemselves = (contract: Contract): MakeableSubject[] =>
  makeableResourceTypes(contract).map((resourceType) =>
    at({ operation: resourceType.create.key, way: resourceType.location.way }, { resourceType }),
  );

/** Such resource types, and those only inferred, each at a convention inside its own where that is declared: `removed`, `read`. */
export const resourceTypesDeclaring = (contract: Contract, ...path: readonly string[]): MakeableSubject[] =>
  lives(contract).flatMap((resourceType) => {
    const root = nodeOf(resourceType.location);
    if (valueAt(contract.document, below(root, ...path)) === undefined) return [];
    const way = [...resourceType.location.way, ...path.map((_, n) => below(root, ...path.slice(0, n + 1)))];
    return [at({ operation: resourceType.create.key, way }, { resourceType })];
  });

/** @throws {RangeError} for a name that the contract does not have. */
export const resourceTypeNamed = (contract: Contract, name: string): ResourceType => {
  const found = [...contract.resourceTypes, ...contract.presumedResourceTypes].find((resourceType) => resourceType.name === name);
  if (!found) throw new RangeError(`Cannot find the resource "${name}" in "${contract.source}"`);
  return found;
};

/** @throws {RangeError} for a name that the contract does not have, or a resource type that no operation creates. */
export const createdResourceTypeNamed = (contract: Contract, name: string): Makeable => {
  const resourceType = resourceTypeNamed(contract, name);
  if (!isCreated(resourceType)) throw new RangeError(`Cannot make a "${name}": the contract has no operation that creates one`);
  return resourceType;
};

/** The path parameter that takes the id of a resource: the last one. */
export const idParameterOf = ({ parameters }: Operation): string => parameters.findLast((one) => one.in === 'path')?.name ?? '';

/** The prerequisites for calling an operation on a resource that the run will have by then. */
export const prerequisitesOnResource = (operation: Operation, around: Surroundings): readonly ProbePrerequisite[] =>
  prerequisitesFor(operation, around, { pathValues: { [idParameterOf(operation)]: 'ct' } });

/** The prerequisites for creating a resource and calling the given operations on it. */
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

/** A documented duration in milliseconds: the target's own one goes before the printed one, of a range its end. */
export const durationMs = ({ document }: Contract, { durations }: Pick<Target, 'durations'>, name: string): number | undefined => {
  const given = [durations[name] ?? []].flat().at(-1);
  const seconds = given ?? rootConventions(document).durations?.[name]?.seconds;
  return seconds === undefined ? undefined : seconds * 1000;
};

/** A state that a resource reaches by itself, and the longest documented time in milliseconds until then. */
export type ReachedState = { readonly state: string; readonly withinMs: number };

/** States that a resource reaches by itself, in the order of their times. */
export const reachedStates = ({ convention }: ResourceType, contract: Contract, target: Pick<Target, 'durations'>): ReachedState[] =>
  Object.entries(convention.states?.reaches ?? {})
    .flatMap(([state, reached]) => {
      if (!isObject(reached)) return [];
      const withinMs = durationMs(contract, target, reached.within);
      return withinMs === undefined ? [] : [{ state, withinMs }];
    })
    .sort((a, b) => a.withinMs - b.withinMs);

/** The documented states of a resource that exists: the first one, and those that it reaches. */
export const livingStates = ({ convention: { states } }: ResourceType): string[] =>
  [states?.initial?.is, ...Object.keys(states?.reaches ?? {})].filter((one) => one !== undefined);

/** The prerequisites for following a resource until it shows its last state, with the permission to wait where that takes long. */
export const grownPrerequisites = (resourceType: ResourceType, around: Surroundings): ProbePrerequisite[] => {
  const longest = reachedStates(resourceType, around.contract, around.target).at(-1)?.withinMs ?? 0;
  return [
    ...storyPrerequisites(resourceType, around, ['read']),
    ...(longest > shortMs ? [{ kind: 'permission' as const, permission: 'slow' as const }] : []),
  ];
};
