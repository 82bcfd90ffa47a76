import { operationWith } from './operation.ts';
import type { InferredWord } from '../model/case.ts';
import { distinct } from '../model/json.ts';
import { type Location, nodeOf } from '../model/location.ts';
import { ContractError } from './contract-error.ts';
import { conventionLocation } from './conventions-at.ts';
import type { Contract, Operation, Owner, ResourceType } from './model.ts';
import { below, isObject, tokensOf, valueAt } from './pointer.ts';
import { inferredIdOf } from './standard-requirements.ts';

type CheckWords = { readonly id: string; readonly reads?: string };

const remembered = new WeakMap<Contract, WeakMap<Location, Map<string, Owner | undefined>>>();

/**
 * The requirement that a check decides at a location: that of the nearest node, from the location up to the root, with the id of a
 * requirement that lists the check. The ids of a node are its own `x-requirement` and those of the convention that the check reads in its
 * `x-assay`. Undefined where there is none up to the root.
 * @throws {ContractError} when two requirements of one node list the check.
 */
export const ownerOf = (contract: Contract, check: CheckWords, location: Location): Owner | undefined => {
  const byLocation = remembered.get(contract) ?? new WeakMap<Location, Map<string, Owner | undefined>>();
  remembered.set(contract, byLocation);
  const owners = byLocation.get(location) ?? new Map<string, Owner | undefined>();
  byLocation.set(location, owners);
  if (!owners.has(check.id)) owners.set(check.id, lookUp(contract, check, location));
  return owners.get(check.id);
};

const lookUp = (contract: Contract, check: CheckWords, location: Location): Owner | undefined => {
  for (const pointer of location.way.toReversed()) {
    const found = carriers(pointer, check.reads)
      .flatMap((carrier) => idsAt(contract, carrier).map((id) => ({ id, carrier })))
      .filter(({ id }) => contract.requirements.get(id)?.checks.includes(check.id));
    const [first, second] = found;
    if (second && second.id !== first?.id) {
      throw new ContractError(
        `Cannot decide which requirement the check ${check.id} belongs to at ${pointer} of "${contract.source}": ${found.map(({ id }) => id).join(' and ')} both list it, put the weaker one into a branch of its own`,
      );
    }
    const requirement = first && contract.requirements.get(first.id);
    if (requirement) return { requirement, node: first.carrier };
  }
  return standardOwnerOf(contract, check, location) ?? surveyOwnerOf(contract, check, location);
};

/**
 * The standard requirement that a check decides where no other one does. It stands on the innermost convention that the check reads, else on the
 * operation, else on the node itself.
 */
const standardOwnerOf = (contract: Contract, check: CheckWords, location: Location): Owner | undefined => {
  const requirement = contract.standard.get(check.id);
  if (requirement === undefined) return undefined;
  const inside = location.way.toReversed();
  const operation = operationWith(contract, location.operation);
  const words = (requirement.words ?? []).map((word) => locationsOfWord(contract, operation, word));
  // Whoever says nothing of a convention is not held to it.
  if (words.some((found) => found.length === 0)) return undefined;
  const convention = inside
    .flatMap((pointer) => carriers(pointer, check.reads).slice(1).toReversed())
    .find((pointer) => isObject(valueAt(contract.document, pointer)));
  const node = convention ?? (operation === undefined ? (inside[0] ?? '#') : nodeOf(operation.location));
  const restsOn = [...inside, ...(convention === undefined ? [] : [convention]), ...words.flat().flatMap(({ way }) => way)];
  const inferred = distinct(restsOn.filter((pointer) => isMarkedInferred(contract, pointer))).map((at) => inferredWord(contract, at));
  const weaker = inferred.length > 0 ? contract.requirements.get(inferredIdOf(requirement.id)) : undefined;
  return weaker === undefined ? { requirement, node } : { requirement: weaker, node, inferred };
};

/** What a survey asks by a check that nothing else in the contract needs there. It stands on the operation, else on the node itself. */
const surveyOwnerOf = (contract: Contract, check: CheckWords, location: Location): Owner | undefined => {
  const requirement = contract.survey.get(check.id);
  const operation = operationWith(contract, location.operation);
  return requirement && { requirement, node: nodeOf(operation?.location ?? location) };
};

/** @param pointer Of a value with the marks of an inference (docs/x-assay.md). */
const inferredWord = ({ document, operations }: Contract, pointer: string): InferredWord => {
  const [around = '', steps = ''] = pointer.split('/x-assay/');
  const node = valueAt(document, pointer);
  const why = isObject(node) ? node['x-inferred-reason'] : undefined;
  return {
    word: tokensOf(`/${steps}`).join('.'),
    operation: operations.find(({ location }) => nodeOf(location) === around)?.key ?? null,
    why: typeof why === 'string' ? why : '',
  };
};

const isMarkedInferred = ({ document }: Contract, pointer: string): boolean => {
  if (!pointer.includes('/x-assay')) return false;
  const node = valueAt(document, pointer);
  return isObject(node) && node['x-inferred'] === true;
};

/** Is an object of `x-assay` there only because words inside it were inferred, so that it says nothing by itself. */
const isMadeOfInferences = ({ document }: Contract, pointer: string): boolean => {
  const node = valueAt(document, pointer);
  if (!isObject(node) || node['x-inferred'] === true) return false;
  const words = Object.values(node);
  return words.length > 0 && words.every((one) => isObject(one) && one['x-inferred'] === true);
};

/**
 * Where a word of `x-assay` holds for an operation: at itself or at the root, else at whichever operations have it (the list of a resource type that
 * another operation creates, say).
 */
const locationsOfWord = (contract: Contract, operation: Operation | undefined, word: string): readonly Location[] => {
  if (word === 'resources') return locationsOfResources(contract, operation);
  const places = placesOfWord(contract, word);
  const own = places.at(operation ?? null);
  return own.length > 0 ? own : places.anywhere();
};

/** Where a word of `x-assay` holds. Each of the many locations of a large document asks for the same few words. */
type PlacesOfWord = {
  at(operation: Operation | null): readonly Location[];
  /** At whichever operations have it. */
  anywhere(): readonly Location[];
};

const placesOfWords = new WeakMap<Contract, Map<string, PlacesOfWord>>();

const placesOfWord = (contract: Contract, word: string): PlacesOfWord => {
  const words = placesOfWords.get(contract) ?? new Map<string, PlacesOfWord>();
  placesOfWords.set(contract, words);
  const before = words.get(word);
  if (before) return before;
  const found = new Map<Operation | null, readonly Location[]>();
  let everywhere: readonly Location[] | undefined;
  const at = (one: Operation | null): readonly Location[] => {
    const known = found.get(one);
    if (known) return known;
    const location = conventionLocation(contract, one, word);
    const own = location === undefined || isMadeOfInferences(contract, nodeOf(location)) ? [] : [location];
    found.set(one, own);
    return own;
  };
  const places: PlacesOfWord = { at, anywhere: () => (everywhere ??= contract.operations.flatMap(at)) };
  words.set(word, places);
  return places;
};

/** The resource types that name an operation; all of them where none does. Declared ones go before those that are only inferred. */
const locationsOfResources = (
  { resourceTypes, presumedResourceTypes }: Contract,
  operation: Operation | undefined,
): readonly Location[] => {
  const isNaming = ({ create, read, update, remove, collection }: ResourceType): boolean =>
    [create, read, update, remove, collection?.operation].some((one) => one !== undefined && one.key === operation?.key);
  const all = [resourceTypes, presumedResourceTypes];
  const found = [...all.map((types) => types.filter(isNaming)), ...all].find((types) => types.length > 0);
  return found?.map(({ location }) => location) ?? [];
};

/** The node itself and the objects on the way to the convention that the check reads. */
const carriers = (pointer: string, reads: string | undefined): string[] => {
  if (reads === undefined) return [pointer];
  const path = reads.split('.');
  return [pointer, ...path.map((_, n) => below(pointer, 'x-assay', ...path.slice(0, n + 1)))];
};

const known = new WeakMap<Contract['document'], Map<string, readonly string[]>>();

/** The requirement ids of a node. Most locations share nodes, so each is looked up once. */
const idsAt = ({ document }: Contract, pointer: string): readonly string[] => {
  const pointers = known.get(document) ?? new Map<string, readonly string[]>();
  known.set(document, pointers);
  const found = pointers.get(pointer) ?? readIds(document, pointer);
  pointers.set(pointer, found);
  return found;
};

const readIds = (document: Contract['document'], pointer: string): readonly string[] => {
  const node = valueAt(document, pointer);
  const ids = isObject(node) ? node['x-requirement'] : undefined;
  return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : [];
};
