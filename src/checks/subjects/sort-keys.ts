import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { type SortKeys, sortKeysOf } from '../../contract/infer/conventions/ordering/sort-keys.ts';
import type { Collection, Contract } from '../../contract/model.ts';
import type { Subject } from '../kit/define.ts';
import { lists } from './collection.ts';

/** A list with a parameter of its order, as the document describes it. */
export type KeyedList = Collection & Subject & { readonly sort: SortKeys };

/** The lists of which a document says by which keys they can be sorted. */
export const keyedLists = (contract: Contract): KeyedList[] => {
  const { document, operations } = contract;
  const described = describedLists({ document, operations });
  return lists(contract).flatMap((list) => {
    const found = described.find(({ operation }) => operation.key === list.operation.key);
    const sort = found && sortKeysOf(document, found);
    return sort === undefined || sort.keys.length === 0 ? [] : [{ ...list, sort }];
  });
};
