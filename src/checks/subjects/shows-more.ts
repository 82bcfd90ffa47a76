import { headerValues, jsonOf } from '../../contract/message.ts';
import { isObject } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';

/** Members by which bodies say that more follows, in any spelling: `has_more`, `hasMore`. */
const announcing: ReadonlySet<string> = new Set(['hasmore', 'hasnext', 'hasnextpage']);

/** Members that hold the way to what follows, where there is one. */
const leading: ReadonlySet<string> = new Set(['next', 'nextcursor', 'nextpage', 'nextpagetoken', 'nexttoken', 'nextlink', 'nexturl']);

const plain = (name: string): string => name.replaceAll(/[^A-Za-z]/g, '').toLowerCase();

/**
 * Does an answer say that more follows, by a member that many APIs use or by a Link header (RFC 8288). For lists whose paging is not
 * documented; what stands inside the items themselves is not looked at.
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

/** Names of members that count items, and pages, in any spelling. */
const countingItems: ReadonlySet<string> = new Set(['total', 'totalcount', 'totalitems', 'count']);
const countingPages: ReadonlySet<string> = new Set(['totalpages', 'pagecount']);

/**
 * Does an answer say that there is more than was seen: by what leads on, by a number of items, or by a number of pages where
 * the contract documents none.
 * @param seen Items that were seen so far.
 * @param isPaged Does the contract document pages of this list.
 */
export const saysMore = (exchange: Exchange, seen: number, isPaged: boolean): boolean => {
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
