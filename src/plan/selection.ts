import picomatch from 'picomatch';
import type { Location } from '../model/location.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Contract, Operation } from '../contract/model.ts';

/** The user's selection: globs over check ids, requirement ids, areas, operation keys and ids, and tags. Empty `only` means all. */
export type Selection = { readonly only: readonly string[]; readonly skip: readonly string[] };

export const everything: Selection = { only: [], skip: [] };

/** Whether a selection leaves nothing out. */
export const isEverything = ({ only, skip }: Selection): boolean => only.length === 0 && skip.length === 0;

/** The names by which an operation can be selected. */
export const namesOfOperation = ({ key, operationId, tags }: Operation): string[] => [
  key,
  ...(operationId === undefined ? [] : [operationId]),
  ...tags,
];

const operationsByKey = new WeakMap<Contract, ReadonlyMap<string, Operation>>();

/** Operations by key: there are cases for every operation, so a search for each would take quadratic time. */
const byKey = (contract: Contract): ReadonlyMap<string, Operation> => {
  const known = operationsByKey.get(contract) ?? new Map(contract.operations.map((operation) => [operation.key, operation]));
  operationsByKey.set(contract, known);
  return known;
};

/** The names by which a check can be selected at a location: one case may judge many operations, and only the selected ones are called. */
export const namesAt = (contract: Contract, check: string, requirement: Requirement, { operation: key }: Location): string[] => {
  const operation = key === null ? undefined : byKey(contract).get(key);
  return [check, requirement.id, requirement.area, ...(operation ? namesOfOperation(operation) : [])];
};

/** Every name that a selection may use, to detect a misspelt one. */
export const knownNames = (contract: Contract, checks: readonly { readonly id: string }[]): string[] => [
  ...new Set([
    ...checks.map(({ id }) => id),
    ...[...contract.requirements.values()].flatMap(({ id, area }) => [id, area]),
    ...contract.operations.flatMap(namesOfOperation),
  ]),
];

const compiled = new Map<string, (name: string) => boolean>();

const matcherOf = (glob: string): ((name: string) => boolean) => {
  const matches = compiled.get(glob) ?? picomatch(glob, { dot: true, nobrace: true });
  compiled.set(glob, matches);
  return matches;
};

/** Whether a glob matches one of the names. Letter case counts. */
export const matchesAny = (glob: string, names: readonly string[]): boolean => {
  const matches = matcherOf(glob);
  return names.some((name) => name === glob || matches(name));
};

export const isSelected = (selection: Selection, names: readonly string[]): boolean =>
  (selection.only.length === 0 || selection.only.some((glob) => matchesAny(glob, names))) &&
  !selection.skip.some((glob) => matchesAny(glob, names));
