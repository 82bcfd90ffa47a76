import { isAsked } from '../../contract/infer/common-parameters.ts';
import { ours } from '../../contract/infer/own-texts.ts';
import { idNames } from '../../contract/infer/id-names.ts';
import { inPath, isItemOf, isShallowItemOf, parametersIn, valuesAlong } from '../../contract/infer/path-template.ts';
import type { Collection, Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { at, type ProbePrerequisite, type Subject, type Surroundings } from '../kit/define.ts';
import { prerequisitesFor } from '../kit/prerequisites.ts';
import { lists } from './collection.ts';
import { placeIn } from './round-trips.ts';
import { idText, type Resource } from './shown-resource.ts';

/** A list, and the read of one of its items. */
export type ReadItems = Subject & {
  readonly list: Collection;
  readonly read: Operation;
  /** The member that holds the id, in an item and in the answer of the read. */
  readonly id: string;
};

const known = new WeakMap<Contract, readonly ReadItems[]>();

/** Can a read be sent with the id alone. */
export const isPlainRead = ({ method, effect, unsupported, parameters }: Operation): boolean =>
  method === 'GET' && effect === 'safe' && unsupported === undefined && !parameters.some(isAsked);

/** Every such list of a contract that is held to the standard requirements. */
export const readItems = (contract: Contract): readonly ReadItems[] => {
  const found =
    known.get(contract) ??
    (contract.standard.size === 0 ? [] : lists(contract)).flatMap((list): readonly ReadItems[] => {
      const { path } = list.operation;
      const read = contract.operations.find(
        (one) => isPlainRead(one) && (isItemOf(one.path, path) || (path.includes('{') && isShallowItemOf(one.path, path))),
      );
      const names = read ? idNames({ name: path, idParameter: parametersIn(read.path).at(-1) ?? 'id' }) : [];
      const id = names.find((one) => read !== undefined && placeIn(contract, read, one) !== undefined);
      return read && id !== undefined && isPlainRead(list.operation) ? [at(read.location, { list, read, id })] : [];
    });
  known.set(contract, found);
  return found;
};

/** What reading the items of a list needs: the list, and the permission for the read. */
export const prerequisitesForItems = ({ list, read }: ReadItems, around: Surroundings): readonly ProbePrerequisite[] => [
  ...prerequisitesFor(list.operation, around),
  ...prerequisitesFor(read, around).filter(({ kind }) => kind === 'permission'),
];

/** The values in the path of the read of an item, below what the list was asked for. */
export const pathOfItem = ({ list, read, id }: ReadItems, { pathValues }: PlannedRequest, item: Resource): Record<string, string> => {
  const own = idText(item[id]) ?? '';
  const around = parametersIn(read.path).length > 1 ? valuesAlong(list.operation.path, pathValues) : [];
  return inPath(read.path, [...around, own]);
};

/** What an item is known by among others: each listed, empty, missing, true or false value of a member. */
const traitsOf = (item: Resource): readonly string[] =>
  Object.entries(item).flatMap(([name, value]) => {
    if (value === null || typeof value === 'boolean') return [`${name} ${String(value)}`];
    if (Array.isArray(value)) return [`${name} ${value.length > 0 ? 'filled' : 'empty'}`];
    if (isObject(value)) return [`${name} {}`];
    return typeof value === 'string' && /^[A-Za-z][\w-]{0,30}$/u.test(value) ? [`${name} ${value}`] : [`${name} ${typeof value}`];
  });

/**
 * Items that differ in kind from each other: each brings a value that none before has; at most so many.
 * @param whose Only those that were there before the run, or all.
 */
export const variedItems = (
  items: readonly unknown[],
  id: string,
  most: number,
  whose: 'others' | 'all' = 'others',
): readonly Resource[] => {
  const seen = new Set<string>();
  const chosen: Resource[] = [];
  for (const item of items) {
    if (chosen.length >= most || !isObject(item) || idText(item[id]) === undefined) continue;
    if (whose === 'others' && ours.test(JSON.stringify(item))) continue;
    // A value that every item has for itself, such as a name, tells nothing.
    const { [id]: _id, name: _name, title: _title, ...others } = item;
    const traits = traitsOf(others);
    if (chosen.length > 0 && traits.every((one) => seen.has(one))) continue;
    for (const one of traits) seen.add(one);
    chosen.push(item);
  }
  return chosen;
};
