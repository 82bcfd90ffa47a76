import * as fc from 'fast-check';
import { boundedFilter } from './bounded-filter.ts';
import { jsonKey } from './json-value.ts';
import { type Made, type MadeValues, unsatisfiable } from './made.ts';
import type { Inside } from './inside.ts';
import type { SchemaAt } from './reference.ts';
import type { ArrayRules } from './rules/array-rules.ts';
import { distinctBy } from '../../model/json.ts';

/** The most items beyond the minimum, by the depth of the array. */
const spare = [4, 3, 2] as const;

/** An array of the greatest length is made up to this many items. */
const longest = 100;

/** Items at the positions that have their own schema, up to the first one for which no item can be made. */
const positions = ({ prefix, itemAt }: ArrayRules, inside: Inside): { readonly made: MadeValues[]; readonly stopped: Made | undefined } => {
  const made: MadeValues[] = [];
  for (let index = 0; index < prefix; index++) {
    const item = inside.make(itemAt(index));
    if (item.kind !== 'ok') return { made, stopped: item };
    made.push(item);
  }
  return { made, stopped: undefined };
};

const heightOf = (items: readonly MadeValues[]): number => (items.length === 0 ? 0 : 1 + Math.max(...items.map(({ height }) => height)));

/** Different items in any order; undefined where there are not enough. */
const distinctItems = (item: MadeValues, minLength: number, maxLength: number): fc.Arbitrary<unknown[]> | undefined => {
  if (item.few) {
    const most = Math.min(maxLength, item.few.length);
    return most < minLength ? undefined : fc.shuffledSubarray([...item.few], { minLength, maxLength: most });
  }
  const drawn = fc.array(item.arb, { minLength, maxLength: Math.max(maxLength, minLength) + minLength });
  const distinct = drawn.map((items) => distinctBy(items, jsonKey).slice(0, maxLength));
  return boundedFilter(distinct, (items) => items.length >= minLength);
};

type Lengths = { readonly least: number; readonly most: number };

/** Lists whose items all have the same schema; undefined where not enough different items were found. */
const alike = (rules: ArrayRules, item: MadeValues | undefined, { least, most }: Lengths, inside: Inside): Made | undefined => {
  if (!item || most === 0) return least === 0 ? { kind: 'ok', arb: fc.constant([]), height: 0 } : unsatisfiable(rules.pointers);
  const height = least === 0 ? 0 : heightOf([item]);
  const usual = inside.minimal ? least : Math.min(most, least + (spare[inside.depth] ?? 1));
  if (rules.unique) {
    const arb = distinctItems(item, least, usual);
    if (!arb && item.few) return unsatisfiable(rules.pointers);
    return arb && { kind: 'ok', arb, height };
  }
  const lists = fc.array(item.arb, { minLength: least, maxLength: usual });
  if (inside.minimal || inside.depth > 0 || most === usual || most > longest) return { kind: 'ok', arb: lists, height };
  const full = fc.array(item.arb, { minLength: most, maxLength: most });
  return { kind: 'ok', arb: fc.oneof({ weight: 15, arbitrary: lists }, { weight: 1, arbitrary: full }), height };
};

/** Lists that begin with what `contains` requires, followed by other items. */
const containing = (
  rules: ArrayRules,
  rest: readonly SchemaAt[],
  others: MadeValues | undefined,
  lengths: Lengths,
  inside: Inside,
): Made => {
  const wanted: { readonly item: MadeValues; readonly count: number }[] = [];
  for (const { node, least } of rules.contains) {
    const item = inside.make([...rest, node]);
    if (item.kind !== 'ok') return item;
    wanted.push({ item, count: least });
  }
  const asked = wanted.reduce((sum, { count }) => sum + count, 0);
  const front = wanted.map(({ item, count }) => fc.array(item.arb, { minLength: count, maxLength: count }));
  const room = { least: Math.max(0, lengths.least - asked), most: Math.max(0, lengths.most - asked) };
  const tail = alike({ ...rules, unique: false }, others, room, inside) ?? unsatisfiable(rules.pointers);
  if (tail.kind !== 'ok') return tail;
  const arb = fc.tuple(fc.tuple(...front), tail.arb).map(([lists, end]) => [...lists.flat(), ...(Array.isArray(end) ? end : [])]);
  return { kind: 'ok', arb, height: heightOf(wanted.map(({ item }) => item)) };
};

/** Lists within the lengths, each item as its position requires. `contains` and `uniqueItems` are judged on the finished list. */
export const arrayValues = (rules: ArrayRules, inside: Inside): Made => {
  const { minItems, maxItems, prefix, itemAt, pointers } = rules;
  const { made: front, stopped } = positions(rules, inside);
  const most = stopped ? Math.min(maxItems, front.length) : maxItems;
  if (minItems > maxItems || rules.overfull) return unsatisfiable(pointers);
  if (minItems > most) return stopped?.kind === 'ok' || !stopped ? unsatisfiable(pointers) : stopped;
  const rest = itemAt(prefix);
  const item = stopped || most <= prefix ? undefined : inside.make(rest);
  if (item && item.kind !== 'ok' && minItems > prefix) return item;
  const items = item?.kind === 'ok' ? item : undefined;
  const lengths = { least: Math.max(0, minItems - front.length), most: items ? most - front.length : 0 };
  if (front.length === 0) {
    if (rules.contains.length > 0) return containing(rules, rest, items, lengths, inside);
    return alike(rules, items, lengths, inside) ?? noneDistinct(rules);
  }
  const tail = alike({ ...rules, unique: false }, items, lengths, inside) ?? noneDistinct(rules);
  if (tail.kind !== 'ok') return tail;
  const needed = front.slice(0, minItems);
  const height = heightOf(needed);
  const listOf = (made: readonly MadeValues[]): fc.Arbitrary<unknown[]> => fc.tuple(...made.map(({ arb }) => arb));
  if (inside.minimal && minItems <= front.length) return { kind: 'ok', arb: listOf(needed), height };
  const shorter = front.map((_, length) => length).filter((length) => length >= minItems);
  const whole = fc.tuple(listOf(front), tail.arb).map(([first, end]) => [...first, ...(Array.isArray(end) ? end : [])]);
  // A list that is shorter than the prefix has no tail.
  const lists = [...shorter.map((length) => listOf(front.slice(0, length))), ...(front.length <= most ? [whole] : [])];
  return { kind: 'ok', arb: fc.oneof(...lists), height };
};

const noneDistinct = ({ pointers }: ArrayRules): Made => ({
  kind: 'unsupported',
  pointer: pointers[0] ?? '#',
  keyword: 'uniqueItems',
  reason: 'not enough different items were found',
});
