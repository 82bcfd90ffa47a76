import { type EntryList, entryListOf } from '../../contract/infer/effects/entry-lists.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { samePart, schemaNode } from '../../contract/schema/tree.ts';
import { type BodyMember, bodyMembers, membersAt } from '../../generators/body-members.ts';
import { askedContent } from '../../contract/asked-content.ts';

/** A POST that adds the entries of its body to a list. */
export type AddedEntries = EntryList & {
  readonly add: Operation;
  /** The members of an entry. */
  readonly members: readonly BodyMember[];
  /** The most entries that one body may hold. */
  readonly most: number;
};

/** An unlimited list of entries gets no more than so many at once. */
const mostAtOnce = 100;

const entryMembers = (contract: Contract, add: Operation, entries: string | undefined): Pick<AddedEntries, 'members' | 'most'> => {
  if (entries === undefined) return { members: bodyMembers(contract, add), most: 1 };
  const { schemaLocation } = askedContent(add.body) ?? {};
  const nodes = schemaLocation === undefined ? [] : samePart(schemaNode(contract.document, schemaLocation));
  const list = nodes.flatMap(({ properties }) => properties.get(entries) ?? [])[0];
  const item = list && samePart(list).flatMap(({ items }) => items ?? [])[0];
  const schema = bodyMembers(contract, add).find(({ name }) => name === entries)?.schema;
  const most = isObject(schema) && typeof schema['maxItems'] === 'number' ? schema['maxItems'] : mostAtOnce;
  return { members: item === undefined ? [] : membersAt(contract, item.location), most: Math.min(most, mostAtOnce) };
};

const known = new WeakMap<Contract, readonly AddedEntries[]>();

/** Every such operation of a contract that is held to the standard requirements. Not one that reaches further, such as a payment: it is not repeated to fill a list. */
export const addedEntries = (contract: Contract): readonly AddedEntries[] => {
  const { document, operations, standard } = contract;
  const found =
    known.get(contract) ??
    (standard.size === 0 ? [] : operations).flatMap((add): AddedEntries[] => {
      const list =
        add.effect === 'creates-permanently' && add.issues !== true && add.inferred?.reaches === undefined
          ? entryListOf(document, operations, add)
          : undefined;
      return list === undefined ? [] : [{ ...list, add, ...entryMembers(contract, add, list.entries) }];
    });
  known.set(contract, found);
  return found;
};
