import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { largestPage, pageItems, type QueryPairs } from '../../subjects/collection.ts';
import type { Session } from '../../kit/session.ts';
import { reportsMore } from '../../subjects/shows-more.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { isBeyond, nextOf, queryFor } from './follow-pages.ts';
import { listInUse } from './offered-styles.ts';

/** Most pages that are read in search of one item. */
const mostPages = 200;

/** The result of looking for an item in its list, with the answer that shows it. */
export type Found =
  | {
      readonly kind: 'item';
      readonly item: unknown;
      readonly exchange: Exchange;
      /** Other items that match as well. */
      readonly rivals?: readonly unknown[];
    }
  /** The list was read to its end. Where an error response shows that no page follows, the answer is the page before it. */
  | { readonly kind: 'absent'; readonly exchange: Exchange }
  /** The list could not be read to its end this time. */
  | { readonly kind: 'unread'; readonly exchange: Exchange }
  /** A success holds no list at all, so that waiting does not help. */
  | { readonly kind: 'unreadable'; readonly exchange: Exchange };

/** What a list is asked for beyond what every request for it holds. */
export type AskedFor = {
  /** Values by parameter, of which those in the path of the list count. */
  readonly pathValues?: PathValues;
  /** Set in the query of every page. */
  readonly query?: QueryPairs;
};

/** Looks for an item in its list, page by page until it is there. Never remembered. */
export const findItem = async (
  session: Session,
  collection: Collection,
  isTheItem: (item: unknown) => boolean,
  { pathValues = {}, query: asked = [] }: AskedFor = {},
): Promise<Found> => {
  const list = await listInUse(session, collection);
  const { operation } = collection;
  const above = Object.entries(pathValues).filter(([name]) => parametersIn(operation.path).includes(name));
  const base = usableRequest(session, operation, 'find', { pathValues: Object.fromEntries(above) });
  const size = list.paging?.maximumSize;
  let pages: readonly Exchange[] = [];
  const seen = new Set<string>();
  const withAsked = (pairs: QueryPairs): QueryPairs => [...pairs.filter(([name]) => !asked.some(([one]) => one === name)), ...asked];
  const first: QueryPairs = [...base.query, ...largestPage(list)];
  let query = first;
  let count = 0;
  for (;;) {
    const exchange = await session.send({ ...base, query: withAsked(query) });
    if (pages.length > 0) {
      const beyond = isBeyond(list, pages, exchange, size);
      // Right after a full first page an error response may be about the number, else it shows that the page before was the last.
      const isOpen = beyond !== 'beyond' || (!isSuccess(exchange) && pages.length === 1 && size !== undefined && count >= size);
      if (beyond && isOpen) return { kind: 'unread', exchange };
      if (beyond) return { kind: 'absent', exchange: isSuccess(exchange) ? exchange : (pages.at(-1) ?? exchange) };
    }
    const items = pageItems(collection, exchange);
    if (!items) return { kind: isSuccess(exchange) ? 'unreadable' : 'unread', exchange };
    const index = items.findIndex(isTheItem);
    if (index >= 0) return { kind: 'item', item: items[index], exchange };
    const read: readonly [Exchange, ...Exchange[]] = [pages[0] ?? exchange, ...pages.slice(1), ...(pages.length > 0 ? [exchange] : [])];
    pages = read;
    count += items.length;
    const next = nextOf(list, read);
    if (next.kind === 'ended') {
      // Without documented pages, a list that reports more was not read to its end.
      const isPart = list.paging === undefined && reportsMore(exchange, count, collection.pages.length > 0);
      return { kind: isPart ? 'unread' : 'absent', exchange };
    }
    if (next.kind !== 'page' || seen.has(next.mark) || seen.size >= mostPages) return { kind: 'unread', exchange };
    seen.add(next.mark);
    query = queryFor(session, next, first);
  }
};
