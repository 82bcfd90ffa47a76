import type { Contract, Schema } from '../model.ts';
import { isObject } from '../pointer.ts';
import { numberIn } from './formulas/expression.ts';
import { isType, membersOf } from './schema-parts.ts';

/** Members of an amount of money that hold the number, and those that hold its currency. */
const amounts = ['amount', 'value', 'minor', 'cents'];
const currencies = ['currency', 'currencyCode', 'currency_code'];

/** The member of an object such as `{amount, currency}` that holds the number; undefined where a schema describes something else. */
export const amountOfMoney = (document: Contract['document'], schema: Schema | undefined): string | undefined => {
  const members = membersOf(document, schema);
  const found = amounts.filter((name) => {
    const member = members.get(name);
    return isType(document, member, 'integer') || isType(document, member, 'number');
  });
  return found.length === 1 && members.size <= 3 && currencies.some((name) => members.has(name)) ? found[0] : undefined;
};

/** The number that a value shows: itself, or the amount of money in it; undefined where it shows none. */
export const numberOrMoney = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  if (!isObject(value) || !currencies.some((name) => name in value)) return undefined;
  const found = amounts.flatMap((name) => (typeof value[name] === 'number' ? [value[name]] : []));
  return found.length === 1 ? found[0] : undefined;
};

/** The same amount with another number, in its own form: `{amount: 5, currency}` for `{amount: 4, currency}`; undefined where a value shows none. */
export const withAmount = (value: unknown, number: number): unknown => {
  if (typeof value === 'number') return number;
  if (!isObject(value) || numberOrMoney(value) === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, amounts.includes(name) && typeof one === 'number' ? number : one]),
  );
};

/** The same, also of a number that is written as a text: `"12.50"`. */
export const amountIn = (value: unknown): number | undefined => numberIn(value) ?? numberOrMoney(value);
