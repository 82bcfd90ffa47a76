import type { ToldLength } from '../contract/infer/times/told-lengths.ts';
import type { ToldBound } from '../contract/infer/told-bounds.ts';
import { readMoment } from '../contract/moment.ts';
import type { Contract, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { isOfPast } from './past-day.ts';
import { placeholdersIn } from './placeholder.ts';
import { mayBeSent } from './request-match.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';
import { simplestValue } from './simplest-value.ts';

type Values = Readonly<Record<string, unknown>>;

/** What a value out of its bound is made from. */
export type Bound = {
  readonly document: Contract['document'];
  /** The members of the object with their schemas. */
  readonly members: ReadonlyMap<string, Schema>;
  readonly bound: ToldBound;
  /** The begin and the end of one time, where the object has them. */
  readonly span: readonly [begin: string, end: string] | undefined;
  /** On no side but equal, which a strict bound rules out. */
  readonly isEqual?: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;

/** So far from now is past, or ahead, in every time zone. */
const awayMs = 3 * dayMs;

const formatOf = ({ document, members }: Bound, name: string): 'date' | 'date-time' | undefined => {
  const schema = resolvedSchema(document, members.get(name) ?? true);
  const format = isObject(schema) && typesOf(schema).includes('string') ? schema['format'] : undefined;
  return format === 'date' || format === 'date-time' ? format : undefined;
};

const written = (ms: number, format: 'date' | 'date-time'): string => {
  const iso = new Date(ms).toISOString();
  return format === 'date' ? iso.slice(0, 10) : `${iso.slice(0, 19)}Z`;
};

/** Has a value to lie behind another one. */
const isBehind = ({ side }: ToldBound): boolean => side === 'after' || side === 'not-before';

const isSentOf = ({ document, members }: Bound, name: string, value: unknown): boolean =>
  mayBeSent(document, members.get(name) ?? true, value);

/** A time on the wrong side of now. The other end of its time goes with it, so that this is the only mistake. */
const besideNow = (given: Bound, value: Values): Values | undefined => {
  const { bound, span, now } = given;
  const format = formatOf(given, bound.member);
  if (format === undefined) return undefined;
  const aim = isBehind(bound) ? now - awayMs : now + awayMs;
  const usual = readMoment(value[bound.member])?.ms;
  // On its day of the week and at its hour, so that it is refused for nothing else, such as hours of work.
  const weeks = usual === undefined ? 0 : (isBehind(bound) ? Math.floor : Math.ceil)((aim - usual) / weekMs);
  const whole = usual === undefined ? Math.floor(aim / hourMs) * hourMs : usual + weeks * weekMs;
  const moved = { ...value, [bound.member]: written(whole, format) };
  const partner = span?.includes(bound.member) === true ? span.find((name) => name !== bound.member) : undefined;
  const [from, to] = [bound.member, partner].map((name) => readMoment(value[name ?? ''])?.ms);
  const partnerFormat = partner === undefined ? undefined : formatOf(given, partner);
  if (partner === undefined || from === undefined || to === undefined || partnerFormat === undefined) return moved;
  return { ...moved, [partner]: written(whole + (to - from), partnerFormat) };
};

const besideTime = (given: Bound, value: Values, other: string): Values | undefined => {
  const { bound, document, members, now } = given;
  const [own, their] = [formatOf(given, bound.member), formatOf(given, other)];
  if (own === undefined || their === undefined) return undefined;
  const isPast = [bound.member, other].some((name) => isOfPast(name, resolvedSchema(document, members.get(name) ?? true)));
  const known = readMoment(value[other])?.ms;
  const at = known ?? Math.floor((now + (isPast ? -30 : 30) * dayMs) / dayMs) * dayMs;
  const away = own === 'date' || their === 'date' ? 2 * dayMs : hourMs;
  if (bound.length !== undefined) return besideLength(given, value, at, bound.length);
  const wrong = written(given.isEqual === true ? at : isBehind(bound) ? at - away : at + away, own);
  return { ...value, ...(known === undefined ? { [other]: written(at, their) } : {}), [bound.member]: wrong };
};

/**
 * A time that is too long, or too short, by its end: by two days where it is counted in days, of which nobody can say whether both ends count, else by an hour, or a
 * third of a shorter time.
 */
const besideLength = (given: Bound, value: Values, from: number, { side, leastMs, mostMs }: ToldLength): Values | undefined => {
  const { bound } = given;
  const other = bound.other ?? '';
  const [own, their] = [formatOf(given, bound.member), formatOf(given, other)];
  if (own === undefined || their === undefined) return undefined;
  const step = own === 'date' || their === 'date' || leastMs >= 2 * dayMs ? 2 * dayMs : Math.min(hourMs, leastMs / 3);
  const length = side === 'no-farther' ? mostMs + step : leastMs - step;
  const isPossible = own === 'date' ? length >= 0 : length > 0;
  if (!isPossible) return undefined;
  return { ...value, [other]: value[other] ?? written(from, their), [bound.member]: written(from + length, own) };
};

/** Numbers that most schemas take; the last one is a year that lies ahead. */
const numbers = [1, 2, 5, 10, 20, 50, 100, 500, 1000, 2030] as const;

const besideNumber = (given: Bound, value: Values, other: string): Values | undefined => {
  const { bound } = given;
  const known = value[other];
  const pairs: (readonly [own: number, other: number])[] = [];
  const step = given.isEqual === true ? 0 : isBehind(bound) ? -1 : 1;
  if (typeof known === 'number') pairs.push([known + step, known]);
  pairs.push(...numbers.map((one): readonly [number, number] => (step < 0 ? [one, one + 1] : [one + step, one])));
  const pair = pairs.find(([own, their]) => isSentOf(given, bound.member, own) && isSentOf(given, other, their));
  return pair && { ...value, [bound.member]: pair[0], [other]: pair[1] };
};

const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/u;

/** Two times of a day, in the form that their patterns take. */
const besideTimeOfDay = (given: Bound, value: Values, other: string): Values | undefined => {
  const { bound } = given;
  const [own, their] = [value[bound.member], value[other]];
  if (bound.length !== undefined) return besideClockLength(given, value, other, bound.length);
  const isLong = [own, their].some((one) => typeof one === 'string' && timeOfDay.test(one) && one.length > 5);
  if (![own, their].every((one) => one === undefined || (typeof one === 'string' && timeOfDay.test(one)))) return undefined;
  const [first, second] = isLong ? ['10:00:00', '11:00:00'] : ['10:00', '11:00'];
  const [wrong, right] = given.isEqual === true ? [first, first] : isBehind(bound) ? [first, second] : [second, first];
  const isTaken = isSentOf(given, bound.member, wrong) && isSentOf(given, other, right);
  // Without a pattern or a value a text may be anything.
  return isTaken && (own !== undefined || their !== undefined) ? { ...value, [bound.member]: wrong, [other]: right } : undefined;
};

/** A window of a day that is too long, or too short, by an hour or a third of a shorter time; from its begin, or from the morning where that leaves no room. */
const besideClockLength = (given: Bound, value: Values, other: string, { side, leastMs, mostMs }: ToldLength): Values | undefined => {
  const { bound } = given;
  const known = value[other];
  if (typeof known !== 'string' || !timeOfDay.test(known)) return undefined;
  const rest = known.slice(5);
  const [few = 0, many = 0] = [leastMs, mostMs].map((ms) => Math.round(ms / 60_000));
  const step = Math.min(60, Math.max(1, Math.floor(few / 3)));
  const length = side === 'no-farther' ? many + step : few - step;
  const begins = [Number(known.slice(0, 2)) * 60 + Number(known.slice(3, 5)), 8 * 60, 0];
  const from = begins.find((one) => one + length < 24 * 60);
  if (length <= 0 || from === undefined) return undefined;
  const [begin, end] = [from, from + length].map(
    (one) => `${String(Math.floor(one / 60)).padStart(2, '0')}:${String(one % 60).padStart(2, '0')}${rest}`,
  );
  const isTaken = isSentOf(given, bound.member, end) && isSentOf(given, other, begin);
  return isTaken ? { ...value, [bound.member]: end, [other]: begin } : undefined;
};

const typeOf = ({ document, members }: Bound, name: string): string | undefined =>
  typesOf(resolvedSchema(document, members.get(name) ?? true)).find((type) => type !== 'null');

/** A text that the schema of a member takes. */
const usualOf = ({ document, members }: Bound, name: string): unknown => {
  const made = simplestValue({ document }, members.get(name) ?? true, name);
  return made.kind === 'value' && typeof made.value === 'string' ? made.value : undefined;
};

/** An object of which one member is on the wrong side of its bound, and nothing else is wrong; undefined where none can be made. */
export const outOfBound = (given: Bound, value: Values): Values | undefined => {
  const { bound } = given;
  const { member, other, side } = bound;
  if (other === null) return besideNow(given, value);
  if (side === 'other-than') {
    const same = value[other] ?? value[member] ?? usualOf(given, other);
    // What stands for a value of a list is one that both take.
    const [placeholder] = placeholdersIn(typeof same === 'string' ? same : '');
    const likely = placeholder?.otherwise ?? same;
    const isTaken = likely !== undefined && likely !== null && isSentOf(given, member, likely) && isSentOf(given, other, likely);
    return isTaken ? { ...value, [other]: same, [member]: same } : undefined;
  }
  const types = [member, other].map((name) => typeOf(given, name));
  // How long something lasts says of two numbers nothing that is known: they may count hours or days.
  if (types.every((type) => type === 'integer' || type === 'number'))
    return bound.length !== undefined ? undefined : besideNumber(given, value, other);
  if (!types.every((type) => type === 'string')) return undefined;
  return besideTime(given, value, other) ?? besideTimeOfDay(given, value, other);
};
