import type { Location } from '../model/location.ts';
import { ContractError } from './contract-error.ts';
import type { Contract, Owner } from './model.ts';
import { below, isObject, valueAt } from './pointer.ts';

type Asking = { readonly id: string; readonly reads?: string };

const remembered = new WeakMap<Contract, WeakMap<Location, Map<string, Owner | undefined>>>();

/**
 * Which promise a check at a place decides: the first level, from the node up to the root, whose ids name the check.
 * A level's ids are its own `x-requirement` and those of the convention the check reads in its `x-assay`.
 * Undefined where none does up to the root.
 * @throws {ContractError} when two ids at one level name the check.
 */
export const ownerOf = (contract: Contract, check: Asking, location: Location): Owner | undefined => {
  const places = remembered.get(contract) ?? new WeakMap<Location, Map<string, Owner | undefined>>();
  remembered.set(contract, places);
  const owners = places.get(location) ?? new Map<string, Owner | undefined>();
  places.set(location, owners);
  if (!owners.has(check.id)) owners.set(check.id, lookUp(contract, check, location));
  return owners.get(check.id);
};

const lookUp = (contract: Contract, check: Asking, location: Location): Owner | undefined => {
  for (const pointer of location.way.toReversed()) {
    const kept = carriers(pointer, check.reads)
      .flatMap((carrier) => idsAt(contract, carrier).map((id) => ({ id, carrier })))
      .filter(({ id }) => contract.requirements.get(id)?.checks.includes(check.id));
    const [first, second] = kept;
    if (second && second.id !== first?.id) {
      throw new ContractError(
        `Cannot tell which promise ${check.id} decides at ${pointer} of "${contract.source}": ${kept.map(({ id }) => id).join(' and ')} both name it, put the weaker one into a branch of its own`,
      );
    }
    const requirement = first && contract.requirements.get(first.id);
    if (requirement) return { requirement, node: first.carrier };
  }
  return undefined;
};

/** The node itself and the objects on the way to the convention that the check reads. */
const carriers = (pointer: string, reads: string | undefined): string[] => {
  if (reads === undefined) return [pointer];
  const path = reads.split('.');
  return [pointer, ...path.map((_, n) => below(pointer, 'x-assay', ...path.slice(0, n + 1)))];
};

const known = new WeakMap<Contract['document'], Map<string, readonly string[]>>();

/** Ids that a node carries. Most ways lead through the same nodes, so each is looked up once. */
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
