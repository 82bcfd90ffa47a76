import type { Exchange } from '../model/exchange.ts';
import { jsonOf } from './message.ts';
import { evaluate, parseExpression } from './expression.ts';
import type { Collection } from './model.ts';
import { below, isObject, tokensOf, valueAt } from './pointer.ts';

/**
 * The values that an expression names in an answer: at most one, unless a step of its pointer is `*`, which means every member of the
 * object. Empty where there is none.
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
 * The items in the answer to a list: the array that the first of the collection's expressions gives. An expression with `*` counts only
 * where it gives exactly one array. Undefined where no expression gives one.
 */
export const itemsOf = (collection: Pick<Collection, 'items'>, exchange: Exchange): unknown[] | undefined => {
  for (const expression of collection.items) {
    const [items, ...others] = valuesIn(exchange, expression).filter((value) => Array.isArray(value));
    if (items && others.length === 0) return items;
  }
  return undefined;
};

/** A value of an answer, and the expression that found it. */
export type FoundAt = { readonly at: string; readonly value: unknown };

/** The value of the first expression that gives an array, else of the first that gives anything; undefined where none does. */
export const listAt = (exchange: Exchange, expressions: string | readonly string[]): FoundAt | undefined => {
  const found = [expressions].flat().flatMap((at) => valuesIn(exchange, at).map((value) => ({ at, value })));
  return found.find(({ value }) => Array.isArray(value)) ?? found[0];
};

/** The value of the first expression that gives an object; undefined where none does. */
export const objectIn = (exchange: Exchange, expressions: string | readonly string[]): Readonly<Record<string, unknown>> | undefined => {
  for (const expression of [expressions].flat()) {
    const found = valuesIn(exchange, expression).find(isObject);
    if (found) return found;
  }
  return undefined;
};
