import type { Exchange } from '../model/exchange.ts';
import { evaluate } from './expression.ts';
import type { Collection } from './model.ts';

/** The items of a list answer: at the first of its places that holds an array; undefined where none does. */
export const itemsOf = (collection: Pick<Collection, 'items'>, exchange: Exchange): unknown[] | undefined => {
  for (const expression of collection.items) {
    const items = evaluate(expression, exchange);
    if (Array.isArray(items)) return items;
  }
  return undefined;
};
