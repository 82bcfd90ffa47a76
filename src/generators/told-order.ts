import { spanNames } from '../contract/infer/span-names.ts';
import { descriptionsIn, itemsOf, membersOf } from '../contract/infer/schema-parts.ts';
import { boundsInText, boundsOfMember, lengthsAsBounds, type ToldBound } from '../contract/infer/told-bounds.ts';
import type { Contract, Operation, Schema } from '../contract/model.ts';
import { bodyMembers } from './body-members.ts';
import { boundsBetween } from './bounds-between.ts';
import { mayBeSent } from './request-match.ts';
import { shiftedBy, timeParts } from './spans.ts';
import { nounsForLength } from '../contract/infer/times/told-lengths.ts';
import { tailOf } from '../contract/infer/path-template.ts';
import { wordsOf } from '../contract/infer/words.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { nodeOf } from '../model/location.ts';

type Values = Readonly<Record<string, unknown>>;

/** Two members of a body of which one may not be greater than the other, or has to be less; of times of a day also how many minutes lie between them. */
export type Order = {
  readonly low: string;
  readonly high: string;
  readonly isStrict: boolean;
  readonly leastMinutes?: number;
  readonly mostMinutes?: number;
};

const minuteMs = 60_000;

/** The order that a bound says two of some members to have; none of a bound to something else. */
const orderOf = ({ member, side, other, length }: ToldBound, names: readonly string[]): readonly Order[] => {
  if (other === null || !names.includes(member) || !names.includes(other)) return [];
  if (length !== undefined) {
    const [few = 0, many = 0] = [length.leastMs, length.mostMs].map((ms) => Math.round(ms / minuteMs));
    const minutes = side === 'no-nearer' ? { leastMinutes: many } : { mostMinutes: few };
    return [{ low: other, high: member, isStrict: true, ...minutes }];
  }
  if (side === 'after' || side === 'not-before') return [{ low: other, high: member, isStrict: side === 'after' }];
  return side === 'before' || side === 'not-after' ? [{ low: member, high: other, isStrict: side === 'before' }] : [];
};

/** The orders without the lengths, and one for each pair that has a length. */
const joined = (orders: readonly Order[]): readonly Order[] => {
  const plain = orders.filter(({ leastMinutes, mostMinutes }) => leastMinutes === undefined && mostMinutes === undefined);
  const measured = orders.filter((one) => !plain.includes(one));
  const pairs = new Map(
    measured.map(({ low, high }) => [`${low} ${high}`, measured.filter((one) => one.low === low && one.high === high)]),
  );
  return [
    ...plain,
    ...[...pairs.values()].flatMap((all) => all.slice(0, 1).map((one) => Object.assign({}, one, ...all.slice(1)) as Order)),
  ];
};

const known = new WeakMap<Contract, Map<string, readonly Order[]>>();

/** The members at the top of a body of which the document says how they lie to each other: "Later than `opens_at`", "At least the minimum price". */
export const toldOrder = (contract: Contract, operation: Operation): readonly Order[] => {
  const all = known.get(contract) ?? new Map<string, readonly Order[]>();
  known.set(contract, all);
  const before = all.get(operation.key);
  if (before) return before;
  const members = bodyMembers(contract, operation);
  const names = members.map(({ name }) => name);
  const spans = spanNames(names);
  const around = { names, span: spans.length === 1 ? spans[0] : undefined };
  const nouns = nounsForLength(wordsOf(tailOf(operation.path).at(-1) ?? ''));
  const lengths = [
    ...members.flatMap(({ name, schema }) =>
      descriptionsIn(contract.document, schema).flatMap((text) => lengthsAsBounds(text, { ...around, nouns }, name)),
    ),
    ...saidIn(valueAt(contract.document, nodeOf(operation.location))).flatMap((text) => lengthsAsBounds(text, { ...around, nouns })),
  ];
  const found = joined([...boundsBetween(contract, operation, around), ...lengths].flatMap((one) => orderOf(one, names)));
  all.set(operation.key, found);
  return found;
};

const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d(?<rest>:[0-5]\d)?$/u;
const decimal = /^\d+(?:\.(?<places>\d+))?$/u;

/** Numbers that most schemas take, each with a greater one. */
const numbers = [1, 2, 5, 10, 20, 50, 100, 500, 1000] as const;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

const timeAt = (minutes: number, rest: string): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}${rest}`;

/** Five in the afternoon, and nine in the morning, in minutes. */
const [evening, morning] = [17 * 60, 9 * 60];

/** Times of a day in order, from the first one or from the morning on: up to the evening where that suits, else as far apart as told. */
const clockPairs = (
  low: string,
  rest: string,
  { leastMinutes = 0, mostMinutes = Number.POSITIVE_INFINITY }: Partial<Order>,
): readonly (readonly [string, string])[] => {
  const middle = Number.isFinite(mostMinutes) ? Math.floor((leastMinutes + mostMinutes) / 2) : leastMinutes;
  // A clock is mostly read in quarters of an hour.
  const told = Math.max(Math.ceil(leastMinutes), middle < 15 ? middle : Math.floor(middle / 15) * 15);
  return [minutesOf(low), morning].flatMap((from) => {
    const upTo = evening - from;
    const length = upTo > 0 && upTo >= leastMinutes && upTo <= mostMinutes ? upTo : told;
    return length > 0 && from + length < 24 * 60 ? [[timeAt(from, rest), timeAt(from + length, rest)] as const] : [];
  });
};

/** Values for both members in order, in the form that they have, the least changed first; none where they are in order or cannot be compared. */
const pairsInOrder = (low: unknown, high: unknown, order: Partial<Order>): readonly (readonly [low: unknown, high: unknown])[] => {
  const isStrict = order.isStrict === true;
  const isRight = (own: number | string, their: number | string): boolean => (isStrict ? their > own : their >= own);
  const [day, other] = [low, high].map((one) => timeOfDay.exec(typeof one === 'string' ? one : ''));
  if (day && other && typeof low === 'string' && typeof high === 'string') {
    if (low.length !== high.length) return [];
    const between = minutesOf(high) - minutesOf(low);
    const isLongEnough = between >= (order.leastMinutes ?? 0) && between <= (order.mostMinutes ?? Number.POSITIVE_INFINITY);
    return isRight(low, high) && isLongEnough ? [] : clockPairs(low, day.groups?.['rest'] ?? '', order);
  }
  // How far others lie apart is nothing that two values are made for here.
  if (order.leastMinutes !== undefined || order.mostMinutes !== undefined) return [];
  if (typeof low === 'number' && typeof high === 'number') {
    if (isRight(low, high)) return [];
    return [[low, low + 1], [high - 1, high], ...numbers.map((one) => [one, one + 1] as const)];
  }
  if (typeof low !== 'string' || typeof high !== 'string') return [];
  const [own, their] = [timeParts(low), timeParts(high)];
  if (own && their) {
    if ((own.rest === '') !== (their.rest === '') || isRight(Date.parse(low), Date.parse(high))) return [];
    return [
      [low, shiftedBy(low, 1)],
      [shiftedBy(high, -1), high],
    ];
  }
  const [places, others] = [decimal.exec(low)?.groups, decimal.exec(high)?.groups].map((one) => one && (one['places'] ?? '').length);
  // An amount that is written as a text.
  if (places === undefined || places === 0 || places !== others || isRight(Number(low), Number(high))) return [];
  return [
    [low, (Number(low) + 1).toFixed(places)],
    [(Number(high) - 1).toFixed(places), high],
  ];
};

/** The begin and the end of a window of a day that are one time, as the example of a schema says that both have: nobody asks for such a window. */
const emptyWindows = (value: Values): readonly Order[] => {
  const times = Object.keys(value).filter((name) => typeof value[name] === 'string' && timeOfDay.test(value[name]));
  return spanNames(times).flatMap(([low, high]) => (value[low] === value[high] ? [{ low, high, isStrict: true }] : []));
};

/**
 * A body in which the members lie to each other as the document tells: what an example of a schema that both have says, or the least value that each takes, is the same for both.
 * @param kept The names of members whose values stay as they are.
 * @returns The body, and the names of the members that differ from `value`.
 */
export const withValuesInOrder = (
  contract: Contract,
  operation: Operation,
  value: Values,
  kept: readonly string[],
): { readonly value: Values; readonly changed: readonly string[] } => {
  const schemas = new Map(bodyMembers(contract, operation).map(({ name, schema }) => [name, schema]));
  const takes = (name: string, one: unknown): boolean => {
    const schema: Schema = schemas.get(name) ?? true;
    return mayBeSent(contract.document, schema, one);
  };
  let made = value;
  for (const order of [...emptyWindows(value), ...toldOrder(contract, operation)]) {
    const { low, high } = order;
    const pair = pairsInOrder(made[low], made[high], order).find(
      ([own, their]) =>
        (own === made[low] || (!kept.includes(low) && takes(low, own))) &&
        (their === made[high] || (!kept.includes(high) && takes(high, their))),
    );
    if (pair) made = { ...made, [low]: pair[0], [high]: pair[1] };
  }
  return { value: made, changed: Object.keys(made).filter((name) => made[name] !== value[name]) };
};

/** The order of the members of an object that stands in a body, by the descriptions of it and of its members. */
const ordersIn = (document: Contract['document'], schema: Schema, members: ReadonlyMap<string, Schema>): readonly Order[] => {
  const names = [...members.keys()];
  const spans = spanNames(names);
  const around = { names, span: spans.length === 1 ? spans[0] : undefined };
  return [
    // What stands before a comma may be no more than what is spoken of.
    ...descriptionsIn(document, schema).flatMap((text) =>
      [text, ...text.split(/, /u).slice(1)].flatMap((one) => boundsInText(one, around)),
    ),
    ...[...members].flatMap(([name, own]) =>
      descriptionsIn(document, own).flatMap((text) => [...boundsOfMember(text, name, around), ...boundsInText(text, around)]),
    ),
  ].flatMap((one) => orderOf(one, names));
};

/** A value in which the members of each object lie to each other as its own schema tells: "Both ends of the depth, `top` has to be above `bottom`". */
export const withPartsInOrder = (document: Contract['document'], schema: Schema, value: unknown): unknown => {
  if (Array.isArray(value)) {
    const item = itemsOf(document, schema);
    return item === undefined ? value : value.map((one: unknown) => withPartsInOrder(document, item, one));
  }
  if (!isObject(value)) return value;
  const members = membersOf(document, schema);
  const takes = (name: string, one: unknown): boolean => mayBeSent(document, members.get(name) ?? true, one);
  let made: Values = Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      members.has(name) ? withPartsInOrder(document, members.get(name) ?? true, one) : one,
    ]),
  );
  for (const order of ordersIn(document, schema, members)) {
    const { low, high } = order;
    const pair = pairsInOrder(made[low], made[high], order).find(([own, their]) => takes(low, own) && takes(high, their));
    if (pair) made = { ...made, [low]: pair[0], [high]: pair[1] };
  }
  return made;
};
