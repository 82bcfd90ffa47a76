import type { Collection } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { pageItems } from '../../subjects/collection.ts';
import type { Session } from '../../kit/session.ts';
import { listInUse } from './offered-styles.ts';
import { plainRead } from '../calls/reads.ts';
import { itemsOfTraversal, referenceTraversal } from './traversal.ts';

/** A list without any filter. `items` is undefined where the answer is no success or holds no list that is recognised. */
export type WholeList = { readonly items: readonly unknown[] | undefined; readonly exchanges: readonly [Exchange, ...Exchange[]] };

/** Everything a list holds: all pages of a paged one, else the one plain read that every run makes. */
export const wholeList = async (session: Session, collection: Collection): Promise<WholeList> => {
  const list = await listInUse(session, collection);
  if (!list.paging) {
    const exchange = await session.run(plainRead, { operation: collection.operation.key });
    return { items: pageItems(collection, exchange), exchanges: [exchange] };
  }
  const { pages, end, last } = await referenceTraversal(session, list, 'first');
  return {
    items: end === 'not-a-page' ? undefined : itemsOfTraversal(collection, { pages }),
    exchanges: [last, ...pages.filter((page) => page !== last)],
  };
};
