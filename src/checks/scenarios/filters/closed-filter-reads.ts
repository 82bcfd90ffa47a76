import { outcomeOf } from '../../../contract/message.ts';
import type { Collection, Filter } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { pageItems } from '../../subjects/collection.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import type { Session } from '../../kit/session.ts';
import { madeUpFilterRead } from './made-up-filter-read.ts';
import { plainRead } from '../calls/plain-read.ts';
import { firstPage, walkList } from '../paging/walk.ts';

type FilterRead = { readonly value: string; readonly exchange: Exchange };

/** A list as each printed value of a filter leaves it, between two reads without the filter. */
export type ClosedFilterReads = {
  readonly whole: Exchange;
  readonly listed: readonly FilterRead[];
  /** By a value that nothing has. */
  readonly madeUp: FilterRead;
  readonly again: Exchange;
};

/** Reads a list without a filter, by each value that is printed for it, by a made-up one, and without it again. */
export const closedFilterReads = async (session: Session, collection: Collection, filter: Filter): Promise<ClosedFilterReads> => {
  const operation = collection.operation.key;
  const { name } = filter.parameter;
  const whole = await session.measure(plainRead, { operation });
  const listed: FilterRead[] = [];
  for (const value of filter.values ?? []) listed.push({ value, exchange: await firstPage(session, collection, [[name, value]]) });
  const madeUp = await madeUpFilterRead(session, collection, filter);
  const { last: again } = await walkList(session, collection, { query: [], pages: 1, turn: `after ${name}` });
  return { whole, listed, madeUp, again };
};

/** How often a list holds each thing: things that look alike in all they show may still be several. */
export type Contents = ReadonlyMap<string, number>;

/** What is in a list; undefined where the answer is no success or holds no list that is recognised. */
export const contentsOf = (collection: Collection, exchange: Exchange): Contents | undefined => {
  const items = pageItems(collection, exchange);
  if (!items) return undefined;
  const contents = new Map<string, number>();
  for (const item of items) {
    const key = identityOf(collection, item);
    contents.set(key, (contents.get(key) ?? 0) + 1);
  }
  return contents;
};

/** Things of one list that another one lacks. */
export const lackingIn = (list: Contents, other: Contents): string[] =>
  [...list].filter(([key, count]) => (other.get(key) ?? 0) < count).map(([key]) => key);

export const isSameContents = (a: Contents, b: Contents): boolean => lackingIn(a, b).length === 0 && lackingIn(b, a).length === 0;

/** Why two reads of the whole list allow no comparison. */
export const noList = (whole: Exchange, again: Exchange): string =>
  `The whole list was answered ${outcomeOf(whole)}, then ${outcomeOf(again)}, without a list to compare with`;
