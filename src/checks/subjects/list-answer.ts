import { outcomeOf, statusOf } from '../../contract/message.ts';
import type { Collection } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import { pageItems } from './collection.ts';

/** The answer to a read of a list, in words that stay the same while the list grows. */
export type ListAnswer = {
  /** The status, or why there was no answer. */
  readonly status: number | string;
  readonly items: 'no list' | 'none' | 'one' | 'some' | 'default size' | 'maximum size' | 'above maximum size' | 'all';
};

/** An answer in words. `whole`: how many items the list holds, where that is known. */
export const listAnswer = (collection: Collection, exchange: Exchange, whole?: number): ListAnswer => ({
  status: statusOf(exchange) ?? outcomeOf(exchange),
  items: sizeIn(collection, pageItems(collection, exchange)?.length, whole),
});

const sizeIn = ({ pages: [paging] }: Collection, count: number | undefined, whole: number | undefined): ListAnswer['items'] => {
  if (count === undefined) return 'no list';
  if (count === 0) return 'none';
  const { defaultSize, maximumSize } = paging ?? {};
  if (maximumSize !== undefined && count > maximumSize) return 'above maximum size';
  if (count === maximumSize) return 'maximum size';
  if (count === defaultSize) return 'default size';
  if (count === whole) return 'all';
  return count === 1 ? 'one' : 'some';
};
