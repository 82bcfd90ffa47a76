import { isItemOf, isSamePath, pathAbove } from '../../contract/infer/path-template.ts';
import { saysEmptied } from '../../contract/infer/told-emptied.ts';
import { namesIn } from '../../contract/infer/told-removals.ts';
import type { Collection, Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfSuccess } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** A list below a resource, of which a text says that the removal of the resource empties it: the prices of a supplier that is archived. */
export type EmptiedList = Subject & {
  readonly parent: Trip & { readonly remove: Operation };
  readonly list: Collection;
  /** Adds an item to the list: a POST to it, else a PUT to a path below it. */
  readonly add: Operation;
};

const isPlain = ({ unsupported, issues, inferred, parameters }: Operation): boolean =>
  unsupported === undefined &&
  issues !== true &&
  inferred?.reaches === undefined &&
  parameters.every(({ in: where, required }) => where === 'path' || where === 'header' || !required);

const known = new WeakMap<Contract, readonly EmptiedList[]>();

/** Every such list of a contract that is held to the standard requirements, at its GET. */
export const emptiedLists = (contract: Contract): readonly EmptiedList[] => {
  const found = known.get(contract) ?? (contract.standard.size === 0 ? [] : findLists(contract));
  known.set(contract, found);
  return found;
};

const findLists = (contract: Contract): readonly EmptiedList[] => {
  const { document, operations, collections } = contract;
  return roundTrips(contract).flatMap((parent): readonly EmptiedList[] => {
    const { remove } = parent;
    // What a query or a body of the removal chooses may be something else.
    const isChosen = remove?.body !== undefined || remove?.parameters.some(({ in: where }) => where === 'query') === true;
    if (!remove || isChosen) return [];
    return collections.flatMap((list): readonly EmptiedList[] => {
      const { path, location } = list.operation;
      if (!isSamePath(pathAbove(path), parent.itemPath) || !isPlain(list.operation)) return [];
      const add =
        operations.find((one) => one.method === 'POST' && isSamePath(one.path, path) && one.effect.startsWith('creates') && isPlain(one)) ??
        operations.find((one) => one.method === 'PUT' && isItemOf(one.path, path) && isPlain(one));
      const texts = { removal: saidOfSuccess(document, remove), list: saidIn(valueAt(document, nodeOf(location))) };
      const isSaid = add !== undefined && saysEmptied(texts, { parent: namesIn(parent.addsTo), child: namesIn(path) });
      return isSaid ? [at(location, { parent: { ...parent, remove }, list, add })] : [];
    });
  });
};
