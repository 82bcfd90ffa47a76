import type { Collection } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { pageItems } from '../../subjects/collection.ts';
import type { Session } from '../../kit/session.ts';
import { filled } from './filled-list.ts';
import { listInUse } from './offered-styles.ts';
import { plainRead } from '../calls/reads.ts';
import { itemsOfTraversal, referenceTraversal } from './traversal.ts';

/** A list without any filter. `items`: undefined where the answer is no success or holds no recognised list. */
export type WholeList = { readonly items: readonly unknown[] | undefined; readonly exchanges: readonly [Exchange, ...Exchange[]] };

/** All items of a list: all pages of a paged one, else the one plain read of every run. */
export const wholeList = async (session: Session, collection: Collection): Promise<WholeList> => {
  const list = await listInUse(session, collection);
  if (!list.paging) {
    await filled(session, list);
    const exchange = await session.run(plainRead, { operation: collection.operation.key });
    return { items: pageItems(collection, exchange), exchanges: [exchange] };
  }
  const { pages, end, last } = await referenceTraversal(session, list, 'first');
  return {
    items: end === 'not-a-page' ? undefined : itemsOfTraversal(collection, { pages }),
    exchanges: [last, ...pages.filter((page) => page !== last)],
  };
};
