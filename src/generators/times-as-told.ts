import { createHash } from 'node:crypto';
import { descriptionsIn } from '../contract/infer/schema-parts.ts';
import { type DayKind, isOfKind } from '../contract/infer/times/told-days.ts';
import { lateActionsAfter } from '../contract/infer/times/late-actions.ts';
import type { ToldTime } from '../contract/infer/times/told-times.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { nodeOf } from '../model/location.ts';
import { sentencesIn, toldOfRefusals, toldTimesOf } from './allowed-times.ts';
import type { BodyMember } from './body-members.ts';
import { atOwnTime, isBeginning, saysWeekday, timeParts } from './spans.ts';
import { toldDaysOf } from './told-days.ts';

type Values = Readonly<Record<string, unknown>>;

const dayMs = 86_400_000;

const unitDays: Readonly<Record<string, number>> = { minute: 1 / 1440, hour: 1 / 24, day: 1, week: 7, month: 30, year: 365 };
const counts: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fourteen: 14,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  sixty: 60,
  ninety: 90,
};
const number = String.raw`\d+|${Object.keys(counts).join('|')}`;

/** "at most 400 days ahead", "more than one year in advance", "within the next 30 days". */
const ahead = new RegExp(
  String.raw`\b(?<count>${number}) (?<unit>minute|hour|day|week|month|year)s? (?:ahead|in advance|in(?:to)? the future|from (?:now|today)|after today|away)\b|\b(?:within|in) (?:the )?(?:next|coming) (?<next>${number}) (?<of>hour|day|week|month|year)s\b`,
  'iu',
);

/** "can be booked from tomorrow", "not before tomorrow", "tomorrow at the earliest". */
const fromTomorrow =
  /(?<!\b(?:not|never)\b[^.;]{0,40})\b(?:(?:from|starting|as of) tomorrow|tomorrow (?:or later|at the earliest|onwards?))\b|\b(?:not|no) (?:before|earlier than|sooner than) tomorrow\b/iu;

/** Words by which a sentence sets a limit. */
const limits = new RegExp(
  String.raw`\b(?:at most|no more|not more|more than|no later|not later|later than|further|beyond|within|up to|max(?:imum|imal)?|must|only|latest|less than|from [a-z]+ (?:to|until|till) (?:${number}) [a-z]+)\b`,
  'iu',
);

/** Words by which a number of days is the least one; "less than" only where it is refused. */
const least = /\b(?:at least|(?:no|not) less than|(?:no|not) (?:sooner|earlier) than|minimum|earliest)\b/iu;
const isRefused = /\b(?:4\d\d|refused?|rejected|not (?:allowed|accepted|possible))\b/iu;

/** The most days, or the least, that a time may lie ahead, as a text says; undefined where it says nothing of that. */
const daysAhead = (text: string): { readonly days: number; readonly isLeast: boolean } | undefined => {
  if (!limits.test(text) && !least.test(text)) return undefined;
  const { count, unit, next, of } = ahead.exec(text)?.groups ?? {};
  const said = (count ?? next ?? '').toLowerCase();
  const days = (counts[said] ?? Number(said)) * (unitDays[(unit ?? of ?? '').toLowerCase()] ?? Number.NaN);
  const isLeast = least.test(text) || (/\bless than\b/iu.test(text) && isRefused.test(text));
  return Number.isFinite(days) && days > 0 ? { days, isLeast } : undefined;
};

/** "today or in the 30 days before", "within the last 30 days", "not more than 3 months ago", "at most a year old". */
const behind = new RegExp(
  String.raw`\b(?:(?:today|now),? or (?:in|within|during) the (?<before>${number}) (?<beforeUnit>day|week|month|year)s? before\b(?! the)|(?:within|in|during) the (?:last|past|previous|preceding) (?<last>${number}) (?<lastUnit>day|week|month|year)s?\b|(?:at most|(?:no|not) (?:more|older|longer|earlier) than) (?<most>${number}) (?<mostUnit>day|week|month|year)s? (?:ago|old|back|before today)\b)`,
  'iu',
);

/** How many days a time may have passed at most, as a text says that tells of nothing ahead; undefined where it says nothing of that. */
const daysBehind = (text: string): number | undefined => {
  const { before, beforeUnit, last, lastUnit, most, mostUnit } = behind.exec(text)?.groups ?? {};
  const said = (before ?? last ?? most ?? '').toLowerCase();
  const days = (counts[said] ?? Number(said)) * (unitDays[beforeUnit ?? lastUnit ?? mostUnit ?? ''] ?? Number.NaN);
  return Number.isFinite(days) && days >= 2 && !ahead.test(text) ? days : undefined;
};

const isNot = String.raw`\b(?:not|never|cannot|no|n't)\b[^.;:]{0,40}`;
const future = String.raw`(?:in the future|after (?:now|today)|later than (?:now|today))`;
const past = String.raw`(?:in the past|before (?:now|today)|earlier than (?:now|today)|already over)`;

/** On which side of now a time has to lie, as the description of it says. */
const sideIn = (text: string): 'ahead' | 'behind' | undefined => {
  const [noFuture, noPast] = [new RegExp(isNot + future, 'iu').test(text), new RegExp(isNot + past, 'iu').test(text)];
  if (noFuture !== noPast) return noFuture ? 'behind' : 'ahead';
  const [isFuture, isPast] = [new RegExp(`\\b${future}`, 'iu').test(text), new RegExp(`\\b${past}`, 'iu').test(text)];
  if (noFuture || isFuture === isPast) return undefined;
  return isFuture ? 'ahead' : 'behind';
};

/** What holds for some requests only. */
const isUnclear = /\b(?:if|unless|except|when|may|might|can|could|should|usually|for example|e\. ?g\.)\b/iu;

/** Where a time may lie, in days after the moment of the request: at least `from` and at most `to`; negative ones have passed. Of `isWhole` the body is moved with all its times. */
type AllowedDays = { readonly from: number; readonly to: number; readonly isWhole?: true };

/** Times ahead are put off so many days at most, and times that have passed by so many. */
const mostAhead = 350;
const mostBehind = 20;

/** So far from the border that no time zone matters, in days. */
const clear = 2;

/** The most days by which a document lets clocks differ. */
const ofClocks = 15 / 1440;

/** The days that lie well within the rules of a time. */
const daysWithin = (rules: readonly ToldTime[]): AllowedDays | undefined => {
  const first = rules.find(({ end }) => end === 'earliest')?.most;
  const last = rules.find(({ end }) => end === 'latest')?.least;
  if (first === undefined && last === undefined) return undefined;
  // A few minutes are for clocks that differ: what happened lies behind.
  if (first === undefined && last !== undefined && last > 0 && last <= ofClocks) return { from: Number.NEGATIVE_INFINITY, to: -1 };
  if (last !== undefined && last > 0 && last < 1) return undefined;
  const to = last === undefined ? Number.POSITIVE_INFINITY : last - 1;
  if (first === undefined) return { from: last !== undefined && last > 0 ? Math.min(clear, last / 2) : Number.NEGATIVE_INFINITY, to };
  const from = first === 0 ? clear : first + 1;
  if (from <= to) return { from, to };
  const middle = (first + (last ?? first)) / 2;
  return { from: middle, to: middle };
};

/** How far ahead a time has to lie at least, and at most, in sentences that are too loose to hold a service to them. */
const looselyTold = (member: string, sentences: readonly string[]): readonly ToldTime[] => {
  const told = sentences.flatMap((one) => [daysAhead(one) ?? [], fromTomorrow.test(one) ? { days: 1, isLeast: true } : []].flat());
  return ([true, false] as const).flatMap((isLeast): readonly ToldTime[] => {
    const days = told.find((one) => one.isLeast === isLeast)?.days;
    return days === undefined ? [] : [{ member, end: isLeast ? 'earliest' : 'latest', least: days, most: days }];
  });
};

/** What a document says of where a time may lie: at the member, or at the operation where this is its only begin; also in sentences that are too loose to hold a service to them. */
const allowedDays = (
  contract: Contract,
  operation: Operation,
  members: readonly BodyMember[],
  { name, schema }: BodyMember,
  beginnings: readonly string[],
): AllowedDays | undefined => {
  const rules = toldTimesOf(contract, operation, members).filter(({ member }) => member === name);
  const own = sentencesIn(descriptionsIn(contract.document, schema)).filter((one) => !isUnclear.test(one));
  const texts = sentencesIn([...saidIn(valueAt(contract.document, nodeOf(operation.location))), ...toldOfRefusals(contract, operation)]);
  const about = texts.filter(
    (one) => one.includes(`\`${name}\``) || (beginnings.length === 1 && beginnings[0] === name && !one.includes('`')),
  );
  const loose = looselyTold(name, [...own, ...about]);
  const ends = (['earliest', 'latest'] as const).flatMap((end) => {
    const strict = rules.filter((one) => one.end === end && one.least !== 0);
    const [found] = [...strict, ...loose.filter((one) => one.end === end), ...rules.filter((one) => one.end === end)];
    return found ? [found] : [];
  });
  const passed = [...own, ...about].flatMap((one) => daysBehind(one) ?? []);
  if (passed.length > 0 && !ends.some(({ end }) => end === 'latest')) return { from: 1 - Math.min(...passed), to: -1 };
  if (ends.length > 0) return daysWithin(ends);
  const side = own.map(sideIn).find((one) => one !== undefined);
  if (side) return daysWithin([{ member: name, end: side === 'ahead' ? 'earliest' : 'latest', least: 0, most: 0 }]);
  // What a later action asks of the resource counts last: what its creation says of the time decides.
  const late = lateActionsAfter(contract, operation).filter(({ member }) => member === name);
  return late.length === 0 ? undefined : { from: 1 - Math.min(...late.map(({ days }) => days)), to: -1, isWhole: true };
};

/** The days of which one is drawn. */
const daysTried = ({ from, to }: AllowedDays, isSeldom: boolean): readonly [from: number, to: number] => {
  // Of the days of a week only one may count, and of those that are taken none.
  const last = Math.min(to, Math.max(isSeldom ? 7 * mostAhead : mostAhead, from));
  return [Math.max(from, Math.min(-mostBehind, last)), last];
};

/** The hours at which a time begins, in UTC: those of an ordinary day, and where hours of work count, those that are such in most of Europe and America. */
const dayHours: readonly string[] = ['09', '10', '11', '12', '13', '14', '15', '16'];
const workHours: readonly string[] = ['14', '15', '16'];

const anyAhead: AllowedDays = { from: clear, to: Number.POSITIVE_INFINITY };

/** Where a time is put that was refused because it is over: most of what may not be booked far ahead may be within these days. */
const soon: AllowedDays = { from: clear, to: 9 };

/** Where a time lies that was refused because it is over: as the document says, and not behind unless it says that. */
const aheadOf = (told: AllowedDays | undefined): AllowedDays => {
  if (told && !told.isWhole && (told.from >= 0 || told.to <= 0)) return told;
  const to = Math.min(soon.to, told && !told.isWhole ? told.to : soon.to);
  return { from: Math.min(soon.from, to / 2), to };
};

const isMidnight = (value: unknown): boolean => /^T00:00/iu.test(timeParts(value)?.rest ?? '');

/** The body of an operation, and the members in it whose times a service refused because they are over. */
type Told = {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly members: readonly BodyMember[];
  readonly over?: ReadonlySet<string> | undefined;
};

/** What times are made from beside the document: texts of the run, and the moment of the request in milliseconds since 1970. */
type Around = { readonly fresh: (name: string) => string; readonly now: () => number };

/**
 * A body whose times lie where the document says that they have to: in the future, but not too far ahead, or in the past. The example of a document grows old, and what is
 * made up lies years ahead. Times that come after the one that is moved are moved with it.
 * @param madeUp The names of the members that neither the document nor the operator gives.
 * @param now Gives the moment of the request in milliseconds since 1970.
 * @returns The body, and the names of the members that differ from `value`.
 */
export const withToldTimes = (
  { contract, operation, members, over }: Told,
  value: Values,
  madeUp: readonly string[],
  { fresh, now }: Around,
): { readonly value: Values; readonly moved: readonly string[] } => {
  const times = Object.keys(value).filter((name) => timeParts(value[name]) !== undefined);
  const beginnings = times.length === 1 ? times : times.filter(isBeginning);
  const msOf = (name: string): number => Date.parse(String(value[name]));
  const about = [valueAt(contract.document, nodeOf(operation.location)), valueAt(contract.document, '#/info')];
  const isOfWeek = about.flatMap((node) => (isObject(node) ? saidIn(node) : [])).some(saysWeekday);
  for (const member of members.filter(({ name }) => times.includes(name)).toSorted((a, b) => msOf(a.name) - msOf(b.name))) {
    // What is made up is at midnight, when little is open.
    const isNight = isOfWeek && beginnings.includes(member.name) && madeUp.includes(member.name) && isMidnight(value[member.name]);
    const told = allowedDays(contract, operation, members, member, beginnings) ?? (isNight ? anyAhead : undefined);
    const wasOver = over?.has(member.name) === true;
    const kind = toldDaysOf(contract, operation, member);
    const isWrongDay = kind !== undefined && !isOfKind(kind, Date.parse(timeParts(value[member.name])?.day ?? ''));
    const allowed = (wasOver ? aheadOf(told) : told) ?? (isWrongDay ? anyAhead : undefined);
    const nowMs = now();
    const lies = (msOf(member.name) - nowMs) / dayMs;
    // A document without such words, or a time that suits them.
    if (!allowed || (!isNight && !isWrongDay && lies >= allowed.from && lies <= allowed.to)) continue;
    const drawn = Number.parseInt(createHash('sha256').update(fresh('told-time')).digest('hex').slice(0, 8), 16);
    const [from, to] = daysTried(allowed, kind !== undefined);
    const days = Math.ceil(from) + (drawn % Math.max(1, Math.floor(to) - Math.ceil(from) + 1));
    // Of what was refused once, a working day is the likeliest to be accepted.
    const day = kind ? dayOfKind(nowMs, days, kind, { from, to }) : wholeDay(nowMs, days, isOfWeek || wasOver, { from, to });
    const shift = Math.round((day - Date.parse(timeParts(value[member.name])?.day ?? '')) / dayMs);
    const hours = isOfWeek ? workHours : dayHours;
    const hour = hours[Math.floor(drawn / (mostAhead + 1)) % hours.length];
    const put = times
      .filter((name) => (allowed.isWhole && !wasOver) || msOf(name) >= msOf(member.name))
      .flatMap((name) => {
        const { day: old = '', rest = '' } = timeParts(value[name]) ?? {};
        const moved = new Date(Date.parse(old) + shift * dayMs).toISOString().slice(0, 10);
        const time = madeUp.includes(name) && isMidnight(value[name]) ? `T${hour}${rest.slice(3)}` : rest;
        return [[name, `${moved}${time}`] as const];
      });
    return { value: { ...value, ...Object.fromEntries(put) }, moved: put.map(([name]) => name) };
  }
  return { value, moved: [] };
};

/**
 * The body of a creation at a time of its own, where the document says that its time must be free; within what the document allows, where the own time would lie beyond it.
 * @param madeUp The names of the members that neither the document nor the operator gives.
 * @returns The body, and the names of the members that differ from `value`.
 */
export const atOwnToldTime = (
  told: Told,
  value: Values,
  madeUp: readonly string[],
  { fresh, now }: Around,
): { readonly value: Values; readonly madeUp: readonly string[] } => {
  const own = atOwnTime(told.contract, told.operation, value, fresh);
  if (own.madeUp.length === 0) return own;
  const within = withToldTimes(told, own.value, madeUp, { fresh, now });
  return { value: within.value, madeUp: [...new Set([...own.madeUp, ...within.moved])] };
};

/** Monday in the days of JavaScript: the first day that printed hours of work name. */
const monday = 1;

/** The begin of a day in milliseconds, so many days from now; where days of the week count, of a Monday, or of another working day where none is allowed. */
const wholeDay = (nowMs: number, days: number, isOfWeek: boolean, { from, to }: AllowedDays): number => {
  const dayAt = (n: number): number => Math.floor((nowMs + n * dayMs) / dayMs) * dayMs;
  if (!isOfWeek) return dayAt(days);
  const near = Array.from({ length: 14 }, (_, n) => days + (n % 2 === 0 ? n / 2 : -(n + 1) / 2)).filter((n) => n >= from && n <= to);
  const weekdayAt = (n: number): number => new Date(dayAt(n)).getUTCDay();
  return dayAt(near.find((n) => weekdayAt(n) === monday) ?? near.find((n) => ![0, 6].includes(weekdayAt(n))) ?? days);
};

/** So many days there are between two of a kind at most, with some to spare. */
const mostBetween = 62;

/** The begin of the nearest day of a kind in milliseconds, so many days from now; that day itself where none is allowed. */
const dayOfKind = (nowMs: number, days: number, kind: DayKind, { from, to }: AllowedDays): number => {
  const dayAt = (n: number): number => Math.floor((nowMs + n * dayMs) / dayMs) * dayMs;
  const near = Array.from({ length: mostBetween }, (_, n) => days + (n % 2 === 0 ? n / 2 : -(n + 1) / 2));
  return dayAt(near.find((n) => n >= from && n <= to && isOfKind(kind, dayAt(n))) ?? days);
};
