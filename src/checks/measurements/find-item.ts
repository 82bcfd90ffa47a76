import { isSuccess } from '../../contract/message.ts';
import type { Collection } from '../../contract/model.ts';
import { largestPage } from '../collection.ts';
import type { Session } from '../session.ts';
import { itemsOfWalk, walk } from './walk.ts';

const listPages = 200;

/** An item looked for in its list; `unreadable` where a success holds no list at all, which no waiting mends. */
export type Found = { readonly kind: 'item'; readonly item: unknown } | { readonly kind: 'absent' | 'unreadable' };

/** Looks for an item wherever it stands in its list now. Never remembered. */
export const findItem = async (session: Session, collection: Collection, isTheItem: (item: unknown) => boolean): Promise<Found> => {
  const parameters = { operation: collection.operation.key, query: largestPage(collection), pages: listPages };
  const walked = await walk.run(session, parameters);
  const items = itemsOfWalk(collection, walked);
  const index = items.findIndex(isTheItem);
  if (index >= 0) return { kind: 'item', item: items[index] };
  return { kind: walked.end === 'not-a-page' && isSuccess(walked.last) ? 'unreadable' : 'absent' };
};
