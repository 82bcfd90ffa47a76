import type { AnyInferred } from '../../contract/infer/covering.ts';
import { idNames, nounWordsOf } from '../../contract/infer/id-names.ts';
import { isItemOf, isSamePath, parametersIn, pathAbove, tailOf } from '../../contract/infer/path-template.ts';
import { isListOfObjects } from '../../contract/infer/listed-items.ts';
import { itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';
import { at, type Subject } from '../kit/define.ts';
import { onOwnResource, readOfOne } from './own-resources.ts';
import { placeIn, resourceIn } from './round-trips.ts';
import { idText, type Resource } from './shown-resource.ts';

/** A POST that adds an entry to a resource, and shows it nowhere but in the resource: the lines of an invoice, without a list of their own. */
export type EmbeddedEntries = Subject & {
  readonly add: Operation;
  readonly remove: Operation | undefined;
  /** The type of the resource. */
  readonly resourceType: AnyInferred;
  /** The read of the resource, and the member that holds its id. */
  readonly read: Operation;
  readonly owner: string;
  /** The member of the resource that holds the entries, and that of an entry that holds its id. */
  readonly member: string;
  readonly id: string;
};

const isPlain = ({ unsupported, issues, inferred }: Operation): boolean =>
  unsupported === undefined && issues !== true && inferred?.reaches === undefined;

const findEntries = (contract: Contract): readonly EmbeddedEntries[] =>
  contract.operations.flatMap((add): readonly EmbeddedEntries[] => {
    const { document, operations } = contract;
    const { method, path, effect } = add;
    const isAddition = method === 'POST' && effect.startsWith('creates') && tailOf(path).length === 1 && isPlain(add);
    const resourceType = isAddition ? onOwnResource(contract, add)?.resourceType : undefined;
    const read = resourceType && readOfOne(contract, resourceType);
    const hasList = operations.some((one) => one.method === 'GET' && isSamePath(one.path, path));
    if (!resourceType || !read || !isSamePath(read.path, pathAbove(path)) || hasList) return [];
    const owner = idNames(resourceType).find((one) => placeIn(contract, read, one) !== undefined);
    const place = owner === undefined ? undefined : placeIn(contract, read, owner);
    const noun = nounWordsOf(path).join(' ');
    const [member, list] =
      [...membersOf(document, place?.schema)].find(
        ([name, schema]) => nounWordsOf(`/${wordsOf(name).join('-')}`).join(' ') === noun && isListOfObjects(document, schema),
      ) ?? [];
    const remove = operations.find((one) => one.method === 'DELETE' && isItemOf(one.path, path) && isPlain(one));
    const shown = membersOf(document, itemsOf(document, list));
    const id = idNames({ name: path, idParameter: parametersIn(remove?.path ?? '').at(-1) ?? 'id' }).find((one) => shown.has(one));
    return owner === undefined || member === undefined || id === undefined
      ? []
      : [at(add.location, { add, remove, resourceType, read, owner, member, id })];
  });

const known = new WeakMap<Contract, readonly EmbeddedEntries[]>();

/** Every such operation of a contract that is held to the standard requirements. */
export const embeddedEntries = (contract: Contract): readonly EmbeddedEntries[] => {
  const found = known.get(contract) ?? (contract.standard.size === 0 ? [] : findEntries(contract));
  known.set(contract, found);
  return found;
};

/** The entries that a read of the resource shows, in its order; undefined where it shows no list of them. */
export const entriesShown = (
  contract: Contract,
  { read, owner, member }: EmbeddedEntries,
  exchange: Exchange,
): readonly Resource[] | undefined => {
  const entries = resourceIn(contract, read, exchange, owner)?.[member];
  return Array.isArray(entries) && entries.every(isObject) ? entries : undefined;
};

/** The ids of entries. */
export const idsOf = ({ id }: EmbeddedEntries, entries: readonly Resource[]): readonly string[] =>
  entries.flatMap((one) => idText(one[id]) ?? []);
