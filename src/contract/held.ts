import type { Exchange } from '../model/exchange.ts';
import { jsonOf } from './message.ts';
import { evaluate, parseExpression } from './expression.ts';
import type { Collection } from './model.ts';
import { below, isObject, tokensOf, valueAt } from './pointer.ts';

/**
 * The values at a place of an answer: one at the most, unless a step is `*`, which stands for every member of the object
 * around it. None where there is none.
 */
export const valuesIn = (exchange: Exchange, expression: string): unknown[] => {
  const parsed = parseExpression(expression);
  if (parsed?.from !== 'response-body' || !parsed.pointer.includes('/*')) {
    const value = evaluate(expression, exchange);
    return value === undefined ? [] : [value];
  }
  return tokensOf(parsed.pointer).reduce<unknown[]>(
    (held, token) =>
      held.flatMap((value) => {
        if (token === '*') return isObject(value) ? Object.values(value) : [];
        const member = valueAt(value, below('', token));
        return member === undefined ? [] : [member];
      }),
    [jsonOf(exchange)].filter((json) => json !== undefined),
  );
};

/**
 * The items of a list answer: at the first of its places that holds an array, and for a place with `*` only
 * where a single member does; undefined where none does.
 */
export const itemsOf = (collection: Pick<Collection, 'items'>, exchange: Exchange): unknown[] | undefined => {
  for (const expression of collection.items) {
    const [items, ...others] = valuesIn(exchange, expression).filter((value) => Array.isArray(value));
    if (items && others.length === 0) return items;
  }
  return undefined;
};

/** A value of an answer, and the one of several places at which it stands. */
export type FoundAt = { readonly at: string; readonly value: unknown };

/** What stands at the first of several places that holds an array, else at the first that holds anything; undefined where none does. */
export const listAt = (exchange: Exchange, places: string | readonly string[]): FoundAt | undefined => {
  const found = [places].flat().flatMap((at) => valuesIn(exchange, at).map((value) => ({ at, value })));
  return found.find(({ value }) => Array.isArray(value)) ?? found[0];
};

/** The error object of an answer: at the first of its places that holds an object; undefined where none does. */
export const objectIn = (exchange: Exchange, places: string | readonly string[]): Readonly<Record<string, unknown>> | undefined => {
  for (const location of [places].flat()) {
    const found = valuesIn(exchange, location).find(isObject);
    if (found) return found;
  }
  return undefined;
};
