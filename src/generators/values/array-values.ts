import * as fc from 'fast-check';
import { boundedFilter } from './bounded-filter.ts';
import { jsonKey } from './json-value.ts';
import { firstOrAny, type Made, type MadeValues, unsatisfiable } from './made.ts';
import type { Inside } from './inside.ts';
import type { SchemaAt } from './reference.ts';
import type { ArrayRules, Contained } from './rules/array-rules.ts';
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

/** Longer lists repeat a few items, and are of no more than these. */
const manyItems = 1000;
const mostItems = 2 ** 20;

/** Lists that are long because they must be: the same few items again and again. */
const longLists = (item: MadeValues, least: number): fc.Arbitrary<unknown[]> =>
  fc
    .tuple(fc.array(item.arb, { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 1 }))
    .map(([items, more]) => Array.from({ length: least + more }, (_, index) => items[index % items.length]));

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
  if (least > manyItems) return { kind: 'ok', arb: longLists(item, least).map((items) => items.slice(0, most)), height };
  const lists = fc.array(item.arb, { minLength: least, maxLength: usual });
  if (inside.minimal || inside.depth > 0 || most === usual || most > longest) return { kind: 'ok', arb: lists, height };
  const full = fc.array(item.arb, { minLength: most, maxLength: most });
  return { kind: 'ok', arb: fc.oneof({ weight: 15, arbitrary: lists }, { weight: 1, arbitrary: full }), height };
};

const negations = new WeakMap<object, SchemaAt>();

/** The negation of a node, the same object each time. */
const negation = ({ schema, pointer }: SchemaAt): SchemaAt => {
  if (typeof schema === 'boolean') return { schema: !schema, pointer };
  const made = negations.get(schema) ?? { schema: { not: schema }, pointer };
  negations.set(schema, made);
  return made;
};

const listOf = (made: readonly MadeValues[]): fc.Arbitrary<unknown[]> => fc.tuple(...made.map(({ arb }) => arb));

/** Lists of some items behind the positions that have their own schema: as many as `contains` asks for, and others. */
const behind = (
  rules: ArrayRules,
  front: readonly MadeValues[],
  wanted: readonly Wanted[],
  others: MadeValues | undefined,
  inside: Inside,
): Made => {
  const { minItems, maxItems, pointers } = rules;
  const asked = front.length + wanted.reduce((sum, { least }) => sum + least, 0);
  if (asked > maxItems) return unsatisfiable(pointers);
  const spareItems = inside.minimal ? 0 : (spare[inside.depth] ?? 1);
  const middle = wanted.map(({ item, least, most }) =>
    fc.array(item.arb, { minLength: least, maxLength: Math.min(most, least + (others ? 0 : Math.max(spareItems, minItems - asked))) }),
  );
  const room = { least: others ? Math.max(0, minItems - asked) : 0, most: others ? Math.max(0, maxItems - asked) : 0 };
  const tail = alike({ ...rules, unique: false }, others, room, inside) ?? unsatisfiable(pointers);
  if (tail.kind !== 'ok') return tail;
  const arb = fc
    .tuple(listOf(front), fc.tuple(...middle), tail.arb)
    .map(([first, lists, end]) => [...first, ...lists.flat(), ...(Array.isArray(end) ? end : [])].slice(0, maxItems));
  return { kind: 'ok', arb, height: heightOf([...front, ...wanted.filter(({ least }) => least > 0).map(({ item }) => item)]) };
};

type Wanted = { readonly item: MadeValues; readonly least: number; readonly most: number };

/**
 * Lists with what `contains` asks for: behind the positions that have their own schema, or at one of those. Whether the number of such
 * items is right is judged on the finished list.
 */
const containing = (rules: ArrayRules, front: readonly MadeValues[], inside: Inside): Made => {
  const { contains, prefix, itemAt } = rules;
  const limits = contains.filter(({ most }) => most < Infinity).map(({ node }) => node);
  const plain = (nodes: readonly SchemaAt[]): MadeValues | undefined => {
    const made = inside.make(nodes);
    return made.kind === 'ok' ? made : undefined;
  };
  const others = plain([...itemAt(prefix), ...limits.map(negation)]);
  const ways: Made[] = [];
  const offer = (nodes: readonly (readonly SchemaAt[])[], counts: readonly { readonly least: number; readonly most: number }[]): void => {
    const made = nodes.map((one) => inside.make(one));
    const wanted = made.flatMap((item, n) =>
      item.kind === 'ok' ? [{ item, least: counts[n]?.least ?? 0, most: counts[n]?.most ?? 0 }] : [],
    );
    const missing = made.find((item, n) => item.kind !== 'ok' && (counts[n]?.least ?? 0) > 0);
    ways.push(missing ?? behind(rules, front, wanted, others, inside));
  };
  const open = contains.filter(({ most }) => most > 0);
  const besides = (one: Contained): SchemaAt[] => limits.filter((limit) => limit !== one.node).map(negation);
  if (front.length === prefix)
    offer(
      open.map((one) => [...one.beside, one.node, ...besides(one)]),
      open,
    );
  if (open.length > 1 || ways.every(({ kind }) => kind !== 'ok')) {
    // One item may be what several ask for.
    const least = Math.max(0, ...open.map((one) => one.least));
    const most = Math.min(...open.map((one) => one.most));
    if (front.length === prefix) offer([open.flatMap(({ beside, node }) => [...beside, node])], [{ least, most }]);
    for (const index of front.keys()) {
      const item = plain([...itemAt(index), ...open.map(({ node }) => node)]);
      const changed = item && front.map((one, n) => (n === index ? item : one));
      if (changed) ways.push(behind(rules, changed, [], front.length === prefix ? others : undefined, inside));
    }
  }
  const made = firstOrAny(ways, inside.minimal);
  if (made.kind !== 'unsatisfiable') return made;
  const never = contains.find(({ node, least }) => least > 0 && (least > rules.maxItems || inside.make([node]).kind === 'unsatisfiable'));
  const why = [...made.why, ...rules.pointers, ...contains.map(({ node }) => node.pointer)];
  if (never || (prefix === 0 && contains.length === 1)) return unsatisfiable(why);
  return { kind: 'unsupported', pointer: why[0] ?? '#', keyword: 'contains', reason: 'no list was found that contains what it asks for' };
};

/** Lists within the lengths, each item as its position requires. `contains` and `uniqueItems` are judged on the finished list. */
export const arrayValues = (rules: ArrayRules, inside: Inside): Made => {
  const { minItems, maxItems, prefix, itemAt, pointers } = rules;
  const { made: front, stopped } = positions(rules, inside);
  const most = stopped ? Math.min(maxItems, front.length) : maxItems;
  if (minItems > maxItems || rules.overfull) return unsatisfiable(pointers);
  if (minItems > (rules.unique ? manyItems * 10 : mostItems)) {
    return { kind: 'unsupported', pointer: pointers[0] ?? '#', keyword: 'minItems', reason: 'lists as long as this are not made' };
  }
  if (minItems > most) return stopped?.kind === 'ok' || !stopped ? unsatisfiable(pointers) : stopped;
  if (rules.contains.length > 0) return containing(rules, front, inside);
  const rest = itemAt(prefix);
  const item = stopped || most <= prefix ? undefined : inside.make(rest);
  if (item && item.kind !== 'ok' && minItems > prefix) return item;
  const items = item?.kind === 'ok' ? item : undefined;
  const lengths = { least: Math.max(0, minItems - front.length), most: items ? most - front.length : 0 };
  if (front.length === 0) return alike(rules, items, lengths, inside) ?? noneDistinct(rules);
  const tail = alike({ ...rules, unique: false }, items, lengths, inside) ?? noneDistinct(rules);
  if (tail.kind !== 'ok') return tail;
  const needed = front.slice(0, minItems);
  const height = heightOf(needed);
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
