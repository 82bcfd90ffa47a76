import type { Collection } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import { pageItems, type QueryPairs } from '../collection.ts';
import type { Session } from '../session.ts';
import { usableRequest } from '../usable-request.ts';
import { nextOf, type Walk } from './walk.ts';

/** Follows the cursors of a page that was read with a query, `most` pages in all. */
export const followPages = async (
  session: Session,
  collection: Collection,
  first: Exchange,
  { query, most }: { readonly query: QueryPairs; readonly most: number },
): Promise<Walk> => {
  const base = usableRequest(session, collection.operation, 'follow');
  const pages = [first];
  const cursors = new Set<string>();
  for (let last = first; ;) {
    const next = nextOf(collection, last);
    if (next.kind !== 'cursor') return { pages, end: next.kind, last };
    if (cursors.has(next.value)) return { pages, end: 'cursor-repeated', last };
    if (pages.length >= most) return { pages, end: 'cut', last };
    cursors.add(next.value);
    last = await session.send({ ...base, query: [...base.query, ...query, [next.name, next.value]] });
    if (!pageItems(collection, last)) return { pages, end: 'not-a-page', last };
    pages.push(last);
  }
};
