import { headerValues, jsonOf } from '../../contract/message.ts';
import { isObject } from '../../contract/pointer.ts';
import type { Collection } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';

/** Members that report that more follows, in any spelling: `has_more`, `hasMore`. */
const announcing: ReadonlySet<string> = new Set(['hasmore', 'hasnext', 'hasnextpage']);

/** Members that lead to the next page, where there is one. */
const leading: ReadonlySet<string> = new Set(['next', 'nextcursor', 'nextpage', 'nextpagetoken', 'nexttoken', 'nextlink', 'nexturl']);

const plain = (name: string): string => name.replaceAll(/[^A-Za-z]/g, '').toLowerCase();

/**
 * Does an answer report that more follows, by a usual member or a Link header (RFC 8288). For lists without documented paging; the items
 * themselves are not searched.
 */
export const showsMore = (exchange: Exchange): boolean =>
  announces(jsonOf(exchange), 0) || headerValues(exchange, 'Link').some((link) => /;\s*rel="?next\b/i.test(link));

const deepest = 8;

const announces = (value: unknown, depth: number): boolean => {
  if (!isObject(value) || depth > deepest) return false;
  return Object.entries(value).some(([name, member]) => {
    if (announcing.has(plain(name)) && member === true) return true;
    if (leading.has(plain(name)) && member !== null && member !== '' && member !== false) return true;
    return announces(member, depth + 1);
  });
};

/** Members that count items, in any spelling. */
const countingItems: ReadonlySet<string> = new Set(['total', 'totalcount', 'totalitems', 'count']);
/** Members that count pages, in any spelling. */
const countingPages: ReadonlySet<string> = new Set(['totalpages', 'pagecount']);

/**
 * Does an answer report more items than were seen: by a lead to the next page, a number of items, or a number of pages where the contract
 * documents none.
 * @param seen Items that were seen so far.
 * @param isPaged Does the contract document pages of this list.
 */
export const reportsMore = (exchange: Exchange, seen: number, isPaged: boolean): boolean => {
  if (showsMore(exchange)) return true;
  const visit = (value: unknown, depth: number): boolean =>
    isObject(value) &&
    depth < 4 &&
    Object.entries(value).some(([name, member]) => {
      if (typeof member !== 'number') return visit(member, depth + 1);
      return (countingItems.has(plain(name)) && member > seen) || (!isPaged && countingPages.has(plain(name)) && member > 1);
    });
  return visit(jsonOf(exchange), 0);
};

/** As many items may be one of several pages, where the document describes none; so may five. */
export const usualPage = 10;
const shortPage = 5;

/** May a list for which the document describes no pages have more items than the so many that it shows. */
export const mayGoOn = ({ pages }: Pick<Collection, 'pages'>, count: number): boolean =>
  pages.length === 0 && (count >= usualPage || count === shortPage);
