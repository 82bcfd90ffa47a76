import { createHash } from 'node:crypto';
import { isActing } from '../contract/infer/acting.ts';
import { spanBounds, spanNames } from '../contract/infer/span-names.ts';
import { saidOfKind } from '../contract/infer/said-of-kind.ts';
import { daysGivenOnce } from '../contract/infer/unique-members.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { isDate } from '../contract/moment.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { nodeOf } from '../model/location.ts';
import { rememberedByPair, rememberedByText } from '../model/remembered.ts';
import { saidIn } from '../contract/said.ts';
import { askedSchema } from '../contract/asked-content.ts';

type Values = Readonly<Record<string, unknown>>;

/** Words of a member that alone says when something begins; how long it takes is said elsewhere. */
const beginnings: ReadonlySet<string> = new Set([
  ...spanBounds.map(([begin]) => begin).filter((word) => !['in', 'up', 'since'].includes(word)),
  ...'departs departure depart scheduled when slot'.split(' '),
]);

const timeForm = /^(?<day>\d{4}-\d\d-\d\d)(?<rest>[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:?\d\d)?)?$/u;

/** A day, or a moment with its zone (RFC 3339, section 5.6), in the parts that a shift by days keeps apart. */
export const timeParts = (value: unknown): { readonly day: string; readonly rest: string } | undefined => {
  const { day = '', rest = '' } = (typeof value === 'string' ? timeForm.exec(value)?.groups : undefined) ?? {};
  return isDate(day) ? { day, rest } : undefined;
};

const dayMs = 86_400_000;

/** Seconds, and milliseconds, since the epoch that lie between the years 2001 and 2100: what other numbers count is no time. */
const epochUnits = [1000, 1] as const;
const epochRange = [Date.UTC(2001, 8, 9), Date.UTC(2100, 0, 1)] as const;

/** How many milliseconds a unit of a number has that counts from the epoch; undefined where it does not. */
const epochUnit = (value: unknown): number | undefined =>
  Number.isSafeInteger(value)
    ? epochUnits.find((unit) => Number(value) * unit >= epochRange[0] && Number(value) * unit <= epochRange[1])
    : undefined;

/** The same parts of a moment that is a number since the epoch, where its member is called after a time. */
const partsOfTime = (value: unknown): ReturnType<typeof timeParts> => {
  const unit = epochUnit(value);
  if (unit === undefined) return timeParts(value);
  const written = new Date(Number(value) * unit).toISOString();
  return { day: written.slice(0, 10), rest: written.slice(10) };
};

/** A time so many days later, in the form that it has. */
const putOffBy = (value: unknown, days: number): unknown => {
  const unit = epochUnit(value);
  if (unit !== undefined) return Number(value) + (days * dayMs) / unit;
  return typeof value === 'string' ? shiftedBy(value, days) : value;
};

/** A day, or a moment at the same time of the day, so many days later; anything else as it is. */
export const shiftedBy = (value: string, days: number): string => {
  const parts = timeParts(value);
  if (!parts) return value;
  return `${new Date(Date.parse(parts.day) + days * dayMs).toISOString().slice(0, 10)}${parts.rest}`;
};

/** The pairs of members of a body that are the begin and the end of one time, and both in one form. */
const spansIn = (value: Values): readonly (readonly [string, string])[] =>
  spanNames(Object.keys(value).filter((name) => partsOfTime(value[name]) !== undefined)).filter(
    ([begin, end]) =>
      typeof value[begin] === typeof value[end] && (partsOfTime(value[begin])?.rest === '') === (partsOfTime(value[end])?.rest === ''),
  );

const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/u;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Hours that lie clearly apart: a window may have to be of some length. */
const leastApart = 180;

/** The begins and ends of windows of a day that were both made up, the earlier one first, and hours apart. */
const windowsOfDay = (value: Values, madeUp: readonly string[]): Values => {
  const names = Object.keys(value).filter((name) => madeUp.includes(name) && timeOfDay.test(String(value[name])));
  const ordered = spanNames(names).flatMap(([begin, end]) => {
    const [from, to] = [String(value[begin]), String(value[end])].toSorted();
    if (from === undefined || to === undefined) return [];
    const seconds = from.slice(5);
    const [first, last] = minutesOf(to) - minutesOf(from) < leastApart ? [`09:00${seconds}`, `17:00${seconds}`] : [from, to];
    return [[begin, first] as const, [end, last] as const];
  });
  return Object.fromEntries(ordered);
};

/**
 * A body in which what we made up ends after it begins: an hour later, or a day later where both are days, and some hours later where both are
 * times of a day, also inside of an object that we made up. An end that is not made up stays as it is.
 * @param madeUp The names of the members that neither the document nor the operator gives.
 */
export const endingAfter = (value: Values, madeUp: readonly string[]): Values => {
  const later = spansIn(value).flatMap(([begin, end]): readonly (readonly [string, string | number])[] => {
    const [from, to] = [value[begin], value[end]];
    const unit = epochUnit(from);
    if (unit !== undefined && madeUp.includes(end) && msOf(to) <= msOf(from)) return [[end, Number(from) + 3_600_000 / unit]];
    if (!madeUp.includes(end) || typeof from !== 'string' || typeof to !== 'string' || Date.parse(to) > Date.parse(from)) return [];
    if (timeParts(from)?.rest === '') return [[end, shiftedBy(from, 1)]];
    const moment = Date.parse(from);
    return Number.isNaN(moment) ? [] : [[end, new Date(moment + 3_600_000).toISOString().replace('.000Z', 'Z')]];
  });
  const inside = madeUp.flatMap((name) => {
    const inner = value[name];
    const ordered = isObject(inner) ? endingAfter(inner, Object.keys(inner)) : inner;
    return ordered === inner ? [] : [[name, ordered] as const];
  });
  const changed = { ...Object.fromEntries(later), ...windowsOfDay(value, madeUp), ...Object.fromEntries(inside) };
  return Object.keys(changed).length === 0 ? value : { ...value, ...changed };
};

/** Words by which two times have a part in common: they overlap, or share a day. */
export const timeInCommon = String.raw`(?:overlap\w*|intersect\w*|shar(?:es?|ing) (?:even )?(?:an?|any|one|some|the same) (?:single )?(?:day|night|date|hour|minute|moment|time|period)s?\b|(?:an?|any|one|some|no) (?:day|night|date|hour|minute|moment|time)s? in common\b|(?:cover|contain|include|fall on|span)\w* the same (?:day|night|date)s?\b)`;

/** Words by which a creation says that its time must be free: "never overlap", "already booked at that time", "a slot that is taken", "in two places at the same time". */
const saysFree = new RegExp(
  [
    String.raw`\b(?:not|never|cannot|no|nobody|only one|once|twice|two)\b[^.;]*\bat (?:the same time|one time|any time)\b`,
    String.raw`\b(?:another|other|already)\b[^.;]*\bat (?:that|this) time\b`,
    String.raw`\b${timeInCommon}`,
    String.raw`\bdouble[- ]?book\w*`,
    String.raw`\b(?:time|times|slots?|periods?|interval|dates?|days?|nights?|hours?|then)\b[^.;]*\b(?:taken|booked|reserved|occupied|free|available|unavailable|in use)\b|\b(?:taken|booked|reserved|occupied|free|available|unavailable|in use)\b[^.;]*\b(?:time|times|slots?|period|interval|dates|days?|nights?|hours?|then)\b`,
  ].join('|'),
  'iu',
);

const saysFreeTime = rememberedByText((text) => saysFree.test(text));

/** Words by which an error says so of whom it would take up: "The trainer is busy", `boat_busy`. */
const saysBusy = /\b(?:busy|(?:is|are) (?:already )?(?:engaged|occupied))\b/iu;

/** Does a text of an error say that something is taken at a time, or that times overlap; the parts of a code such as `SLOT_TAKEN` count as words. */
export const saysTaken = (text: string): boolean => [saysFree, saysBusy].some((form) => form.test(text.replaceAll(/[\s_-]+/gu, ' ')));

/** Words by which a time may not be far ahead. */
const saysAhead =
  /\b(?:days?|weeks?|months?|hours?)\b[^.;]{0,20}\b(?:ahead|in advance|in the future|into the future|from (?:now|today))\b/iu;
/** Words by which the day of the week counts. */
const weekday =
  /\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\bweek-?(?:days?|ends?)\b|\b(?:working|business) (?:days?|hours)\b|\bopening hours\b|\bopen from\b/iu;

/** Does the day of the week count, by a text. */
export const saysWeekday = rememberedByText((text) => weekday.test(text));

/** Words by which no two of a kind may have a part of their times in common. */
const keepsApart = new RegExp(String.raw`\b(?:not|never|no|cannot|without)\b[^.;]*\b${timeInCommon}`, 'iu');

/** The words of a creation, of its conflict, and of its tags about times in common; undefined where it describes no conflict. */
const wordsOfCreation = rememberedByPair(({ document }: Contract, operation: Operation): string | undefined => {
  const { location, responses } = operation;
  const conflict = responses.find(({ status }) => status === '409');
  if (conflict === undefined) return undefined;
  const nodes = [valueAt(document, nodeOf(location)), valueAt(document, nodeOf(conflict.location))];
  // A code such as `SLOT_TAKEN` says what words do.
  return [...nodes.flatMap(saidIn), ...saidOfKind({ document }, operation).filter((one) => keepsApart.test(one))]
    .join('. ')
    .replaceAll(/[\s_]+/gu, ' ');
});

/** How many days a time is put off at most, and how many at most where it may not be far ahead. */
const mostDays = 350;
/** The same where one day has one resource: then two creations with one day would be in conflict, whatever the hour. */
const mostDaysOnce = 3000;
/** So many different times there are at least, however long each is. */
const leastTimes = 8;
const fewDays = 6;

/**
 * The body of a creation, or of a change of the whole time, at a time of its own, where the document says that its time must be free, or that there is one resource for each
 * day: two creations at the time of the example would be in conflict.
 * All times are put off by the same number of days, so that the time of the day stays, and where the document tells days of the week apart, that day too.
 * @returns The body, and the names of the members that differ from `value`.
 */
export const atOwnTime = (
  contract: Contract,
  operation: Operation,
  value: Values,
  fresh: (name: string) => string,
): { readonly value: Values; readonly madeUp: readonly string[] } => {
  const isCreation = operation.effect === 'creates' || operation.effect === 'creates-permanently';
  const isAction = isOnOne(operation);
  const isChange = isAction || (operation.effect === 'changes' && operation.method !== 'DELETE');
  const said = isCreation || isChange ? wordsOfCreation(contract, operation) : undefined;
  const once = isCreation ? daysOnceIn(contract, operation).filter((name) => timeParts(value[name]) !== undefined) : [];
  if (once.length === 0 && (said === undefined || !saysFreeTime(said))) return { value, madeUp: [] };
  const pairs = spansIn(value);
  const times = pairs.length > 0 || isChange ? pairs.flat() : [...new Set([...once, ...timesFrom(value)])];
  const within = times.length === 0 ? spanWithin(value) : undefined;
  if (times.length === 0 && !within) return { value, madeUp: [] };
  const info = valueAt(contract.document, '#/info');
  const own = said ?? saidIn(valueAt(contract.document, nodeOf(operation.location))).join(' ');
  const about = isObject(info) && typeof info['description'] === 'string' ? `${own} ${info['description']}` : own;
  const drawn = Number.parseInt(createHash('sha256').update(fresh('time')).digest('hex').slice(0, 8), 16);
  // A stay of several days is put off by more than it lasts.
  const lengths = within ? [daysOf(within.span, within.pair)] : pairs.map((pair) => daysOf(value, pair));
  const step = Math.max(saysWeekday(about) ? 7 : 1, ...lengths);
  // All actions may be about the same person or room.
  const most = once.length > 0 || isAction ? mostDaysOnce : mostDays;
  const days = saysAhead.test(about) ? drawn % (fewDays + 1) : step * (1 + (drawn % Math.max(leastTimes, Math.floor(most / step))));
  const putOff = (of: Values, names: readonly string[]): Values =>
    Object.fromEntries(names.map((name) => [name, putOffBy(of[name], days)] as const));
  if (within)
    return { value: { ...value, [within.member]: { ...within.span, ...putOff(within.span, within.pair) } }, madeUp: [within.member] };
  return { value: { ...value, ...putOff(value, times) }, madeUp: times };
};

/** Is an operation an action on one resource, which may take a time for that: "Assigns a crew for a window". */
const isOnOne = (operation: Operation): boolean =>
  operation.effect === 'destructive' && isActing(operation) && operation.inferred?.onOne === true;

/** Does an action take a time that others may have taken already, by its text. */
export const takesTime = (contract: Contract, operation: Operation): boolean => {
  const said = isOnOne(operation) ? wordsOfCreation(contract, operation) : undefined;
  return said !== undefined && saysFreeTime(said);
};

/** The only time of a body that an object in it holds: `window` with its `start` and its `end`. Undefined where none or several do. */
const spanWithin = (
  value: Values,
): { readonly member: string; readonly span: Values; readonly pair: readonly [string, string] } | undefined => {
  const found = Object.entries(value).flatMap(([member, span]) =>
    isObject(span) ? spansIn(span).map((pair) => ({ member, span, pair })) : [],
  );
  return found.length === 1 ? found[0] : undefined;
};

const knownOnce = new WeakMap<Contract, Map<string, readonly string[]>>();

const daysOnceIn = (contract: Contract, operation: Operation): readonly string[] => {
  const all = knownOnce.get(contract) ?? new Map<string, readonly string[]>();
  knownOnce.set(contract, all);
  const found = all.get(operation.key) ?? daysGivenOnce(contract.document, operation, askedSchema(operation.body));
  all.set(operation.key, found);
  return found;
};

/** The members that say when something begins, and those with a later time, which may be its end. */
const timesFrom = (value: Values): readonly string[] => {
  // A number alone is taken for a time by the name of a beginning only.
  const isTime = (name: string): boolean =>
    timeParts(value[name]) !== undefined || (isBeginning(name) && partsOfTime(value[name]) !== undefined);
  const times = Object.keys(value).filter(isTime);
  const first = times.filter(isBeginning).toSorted((a, b) => msOf(value[a]) - msOf(value[b]))[0];
  return first === undefined ? [] : times.filter((name) => isBeginning(name) || msOf(value[name]) >= msOf(value[first]));
};

const msOf = (value: unknown): number => {
  const unit = epochUnit(value);
  return unit === undefined ? Date.parse(String(value)) : Number(value) * unit;
};

/** Does the name of a member say when something begins. */
export const isBeginning = (name: string): boolean => wordsOf(name).some((word) => beginnings.has(word));

/** The whole days that a time takes, at least one. */
const daysOf = (value: Values, [begin, end]: readonly [string, string]): number => {
  const ms = msOf(value[end]) - msOf(value[begin]);
  return Number.isNaN(ms) ? 1 : Math.max(1, Math.ceil(ms / dayMs));
};
