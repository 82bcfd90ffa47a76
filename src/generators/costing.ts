import { wordsOf } from '../contract/infer/words.ts';
import { itemsOf, membersOf } from '../contract/infer/schema-parts.ts';
import type { Contract, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { mayBeSent } from './request-match.ts';

/** Last words of members that say what one of something costs, and how many of it are meant. */
const prices: ReadonlySet<string> = new Set('price cost rate fee fare amount'.split(' '));
const quantities: ReadonlySet<string> = new Set('quantity qty count pieces units nights hours tickets seats'.split(' '));
const units: ReadonlySet<string> = new Set('cents minor pence eur usd gbp points credits'.split(' '));

const lastOf = (name: string): string =>
  wordsOf(name)
    .filter((word) => !units.has(word))
    .at(-1) ?? '';

/** Greatest amount that is sent. */
const greatest = 1e12;

/** The least of some numbers that may be sent and is no less than one; else the greatest that may be sent. */
const reaching = (document: Contract['document'], schema: Schema, wanted: number): number | undefined => {
  const rounded = [wanted, ...Array.from({ length: 10 }, (_, n) => Math.ceil(wanted / 10 ** n) * 10 ** n)];
  const enough = rounded.find((one) => one <= greatest && mayBeSent(document, schema, one));
  if (enough !== undefined) return enough;
  const bound = isObject(schema) ? schema['maximum'] : undefined;
  const steps = [...(typeof bound === 'number' ? [bound] : []), ...Array.from({ length: 12 }, (_, n) => 10 ** (11 - n))];
  return steps.find((one) => one < wanted && mayBeSent(document, schema, one));
};

type Sent = Readonly<Record<string, unknown>>;

/** An object whose price, and then its quantity, are set so that both come to an amount; undefined where no member says what it costs, or it cannot cost so much. */
const costlyObject = (document: Contract['document'], schema: Schema, value: Sent, amount: number): Sent | undefined => {
  const members = membersOf(document, schema);
  const named = (words: ReadonlySet<string>): readonly string[] =>
    Object.entries(value).flatMap(([name, held]) => (typeof held === 'number' && words.has(lastOf(name)) ? [name] : []));
  const [[price, ...otherPrices], [quantity, ...otherQuantities]] = [named(prices), named(quantities)];
  if (price === undefined || otherPrices.length + otherQuantities.length > 0) return undefined;
  const each = reaching(document, members.get(price) ?? true, amount);
  if (each === undefined) return undefined;
  if (each >= amount) return { ...value, [price]: each, ...(quantity === undefined ? {} : { [quantity]: 1 }) };
  const many = quantity === undefined ? undefined : reaching(document, members.get(quantity) ?? true, Math.ceil(amount / each));
  return quantity === undefined || many === undefined || each * many < amount ? undefined : { ...value, [price]: each, [quantity]: many };
};

/**
 * A body that costs an amount at least, by the one price in it and the one quantity beside that, at its top or in the first entry of a list; undefined where it has none, or may not cost so much.
 * @param schema The described schema of the body.
 */
export const costing = (document: Contract['document'], schema: Schema, body: Sent, amount: number): Sent | undefined => {
  if (!(amount <= greatest)) return undefined;
  const own = costlyObject(document, schema, body, amount);
  if (own) return own;
  for (const [name, member] of membersOf(document, schema)) {
    const held = body[name];
    const [first, ...rest]: readonly unknown[] = Array.isArray(held) ? held : [];
    const items = itemsOf(document, member);
    const entry = isObject(first) && items !== undefined ? costlyObject(document, items, first, amount) : undefined;
    if (entry) return { ...body, [name]: [entry, ...rest] };
  }
  return undefined;
};
