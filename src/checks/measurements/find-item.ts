import { isSuccess } from '../../contract/message.ts';
import type { Collection } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import { largestPage, pageItems, type QueryPairs } from '../collection.ts';
import type { Session } from '../session.ts';
import { usableRequest } from '../usable-request.ts';
import { nextOf } from './walk.ts';

const listPages = 200;

/** An item looked for in its list, with the answer that told. */
export type Found =
  | { readonly kind: 'item'; readonly item: unknown; readonly exchange: Exchange }
  /** The list was read to its end. */
  | { readonly kind: 'absent'; readonly exchange: Exchange }
  /** The list could not be read to its end this time. */
  | { readonly kind: 'unread'; readonly exchange: Exchange }
  /** A success holds no list at all, which no waiting mends. */
  | { readonly kind: 'unreadable'; readonly exchange: Exchange };

/** Looks for an item in its list, page by page until it is there. Never remembered. */
export const findItem = async (session: Session, collection: Collection, isTheItem: (item: unknown) => boolean): Promise<Found> => {
  const base = usableRequest(session, collection.operation, 'find');
  const cursors = new Set<string>();
  let position: QueryPairs = [];
  for (;;) {
    const exchange = await session.send({ ...base, query: [...base.query, ...largestPage(collection), ...position] });
    const items = pageItems(collection, exchange);
    if (!items) return { kind: isSuccess(exchange) ? 'unreadable' : 'unread', exchange };
    const index = items.findIndex(isTheItem);
    if (index >= 0) return { kind: 'item', item: items[index], exchange };
    const next = nextOf(collection, exchange);
    if (next.kind === 'ended') return { kind: 'absent', exchange };
    if (next.kind !== 'cursor' || cursors.has(next.value) || cursors.size >= listPages) return { kind: 'unread', exchange };
    cursors.add(next.value);
    position = [[next.name, next.value]];
  }
};
